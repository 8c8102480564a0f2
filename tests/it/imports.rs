//! Downloads into a package: every sample under tests/data/samples with values read off the file by hand, and files
//! that are refused with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use spscore::import::Error;
use spscore::import::verbs::{Direction, Imported, Request, Stated, import};
use spscore::load;
use spscore::model::{Window, countries};
use spscore::progress::Silent;
use tempfile::TempDir;

use crate::support::workdir::Workdir;

/// A package of these states, and nothing else.
struct Package(TempDir);

impl Package {
    fn new(parties: &[&str]) -> Self {
        let dir = TempDir::new().expect("a folder");
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).expect("a file");
        let mut table = "code,kind,name,slug,aliases,note\n".to_owned();
        for code in parties {
            let slug = code.to_lowercase();
            table += &format!("{code},state,{code} (test),{slug}-test,,\n");
        }
        write("parties.csv", &table);
        write("sources.bib", "@misc{mine,\n  title = {{Mine}},\n}\n");
        let sources = "  {\"name\": \"sources\", \"path\": \"sources.bib\"}";
        write(
            "datapackage.json",
            &format!(
                "{{\n \"name\": \"test\",\n \"version\": \"1\",\n \"created\": \"2026-12-31\",\n \"resources\": [\n  {{\"name\": \"parties\", \"path\": \"parties.csv\"}},\n{sources}\n ]\n}}\n"
            ),
        );
        Package(dir)
    }

    fn request(&self, files: &[&str]) -> Request {
        let files = files.iter().map(|file| sample(file)).collect();
        Request { files, into: self.0.path().to_owned(), ..Request::default() }
    }

    fn import(&self, files: &[&str]) -> Imported {
        self.done(&self.request(files))
    }

    fn done(&self, request: &Request) -> Imported {
        import(request, &Silent).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Writes what an import gave, as the program does.
    fn write(&self, imported: &Imported) {
        for change in imported.changes.iter().filter(|c| c.added + c.replaced > 0) {
            fs::write(self.0.path().join(&change.path), &change.text).expect("a file");
        }
    }
}

fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/samples").join(file)
}

/// The rows of a table that begin with this key, without key and source.
fn row(imported: &Imported, table: &str, key: &str) -> String {
    let change = imported.changes.iter().find(|c| c.path == format!("{table}.csv"));
    let text = change.map_or("", |c| c.text.as_str());
    let found: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(',')).collect();
    match found.as_slice() {
        [one] => one.rsplit_once(',').map_or(*one, |(values, _)| values).to_owned(),
        other => format!("{} rows of {key} in {table}: {text}", other.len()),
    }
}

fn holds(imported: &Imported, table: &str, values: &[(&str, &str)]) {
    for (key, value) in values {
        assert_eq!(row(imported, table, key), *value, "{table} {key}");
    }
    let account = &imported.account;
    assert_eq!(account.read, account.taken + account.summed + account.left_out(), "{account:?}");
}

/// How many values were left out for a reason that begins so.
fn left(imported: &Imported, reason: &str) -> usize {
    imported.account.left.iter().filter(|l| l.reason.starts_with(reason)).map(|l| l.count).sum()
}

fn refused(request: &Request) -> String {
    match import(request, &Silent) {
        Err(Error::Invalid(found) | Error::Unreadable(found)) => found.to_string(),
        Err(Error::Usage { message, hint }) => format!("{message}\n  hint: {hint}"),
        Ok(found) => panic!("{:?}", found.account),
    }
}

fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn sipri_values_of_the_old_site() {
    let package = Package::new(&["KOR", "IDN", "PHL", "THA", "POL"]);
    let found = package.import(&["tiv_legacy_export_table_one_supplier_2022.csv"]);
    holds(
        &found,
        "arms",
        &[
            ("KOR,IDN,2021", "151"),
            ("KOR,IDN,1981", "126"),
            ("KOR,PHL,2020", "209"),
            ("KOR,THA,2018", "292"),
            ("KOR,POL,2021", "26"),
        ],
    );
    holds(&found, "arms_margins", &[("KOR,2019", "694"), ("KOR,1981", "130")]);
    assert_eq!(found.sources.first().map(|s| s.key.as_str()), Some("sipri-at-values-2022-07-28"));
    assert!(left(&found, "others than the parties") > 0);
    // Its title says "exports to all", its rows are recipients: only the world's total is a row.
    let found = package.import(&["tiv_legacy_import_table_all_2023_excerpt.csv"]);
    let world = [("WLD,2022", "31983"), ("WLD,1950", "8083"), ("WLD,2012", "27809"), ("WLD,2021", "26792")];
    holds(&found, "arms_margins", &world);
    holds(&found, "arms_margins", &[("WLD,1951", "11520")]);
    assert!(found.changes.iter().all(|c| c.path != "arms.csv") && left(&found, "totals of recipients") > 100);
}

#[test]
fn sipri_values_of_the_new_site() {
    let package = Package::new(&["USA", "RUS", "FRA", "SUN", "GBR", "ISR", "DEU"]);
    let found = package.import(&["tiv_new_export_values_all_2024_excerpt.csv"]);
    let suppliers = [
        ("USA,2023", "11287"),
        ("RUS,1992", "2639"),
        ("SUN,1991", "5524"),
        ("GBR,2022", "1665"),
        ("WLD,2023", "29104"),
        ("FRA,1950", "14"),
    ];
    holds(&found, "arms_margins", &suppliers);
    assert!(row(&found, "arms_margins", "USA,2024").starts_with("0 rows"), "not yet published is not nothing");
    assert!(found.account.remarks.iter().any(|r| r.contains("the columns of 2024 to 2024 are empty")));
    assert!(left(&found, "groups and bodies that are no states") > 0);
    let found = package.import(&["tiv_new_import_values_all_2024_excerpt.csv"]);
    let world = [("WLD,2013", "27126"), ("WLD,1950", "8130"), ("WLD,2023", "29104"), ("WLD,1982", "45720")];
    holds(&found, "arms_margins", &world);
    holds(&found, "arms_margins", &[("WLD,1951", "11587")]);
    // The recipient stands in the total row alone; Italy is no party here.
    let found = package.import(&["tiv_new_export_values_one_recipient_2026_transcribed.csv"]);
    let arms = [
        ("USA,ISR,2022", "430"),
        ("USA,ISR,2024", "186"),
        ("DEU,ISR,2023", "399"),
        ("DEU,ISR,2025", "36"),
        ("REST,ISR,2025", "11"),
    ];
    holds(&found, "arms", &arms);
}

#[test]
fn sipri_registers() {
    let package = Package::new(&["CHN", "FRA", "KHM", "LAO", "BRN", "THA"]);
    let found = package.import(&["register_17col_2026_excerpt.csv"]);
    let arms = [
        ("CHN,KHM,2022", "27"),
        ("CHN,THA,2018", "45"),
        ("FRA,THA,1997", "71.5"),
        ("FRA,BRN,2014", "10"),
        ("REST,KHM,1996", "4"),
        ("REST,LAO,2013", "3"),
    ];
    holds(&found, "arms", &arms);
    assert_eq!(found.sources.first().map(|s| s.key.as_str()), Some("sipri-at-register-2026-02-12"));
    assert!(found.changes.iter().any(|c| c.path == "arms_margins.csv" && c.text.contains("\nWLD,1996,")));
    // One supplier's register, twice: what stands in both files counts once.
    let package = Package::new(&["USA", "AFG", "DZA", "ALB"]);
    let file = "register_17col_2025_transcribed.csv";
    let found = package.import(&[file, file]);
    let arms = [
        ("USA,AFG,2018", "115.83"),
        ("USA,AFG,2005", "18.8"),
        ("USA,DZA,2002", "15"),
        ("USA,ALB,2024", "5.2"),
        ("USA,ALB,2023", "0.78"),
    ];
    holds(&found, "arms", &arms);
    holds(&found, "arms_margins", &[("USA,1961", "2.2")]);
    assert!(left(&found, "rows that stand in another file") > 5);
    for file in ["register_16col_2024_excerpt.csv", "register_16col_2026_excerpt.csv"] {
        let text = refused(&package.request(&[file]));
        contains(&text, &[":12:1: error: this register has one row for each deal", "17 columns"]);
    }
}

/// The shipped table of arms came through this importer, from the whole register of the same day: an excerpt of that
/// register gives the same rows where it has every deal of a pair and year, and never more.
#[test]
fn the_shipped_arms_are_what_the_importer_makes_of_their_register() {
    let parties = [
        "AUS", "BRN", "CAN", "CHN", "FRA", "GBR", "IDN", "IND", "JPN", "KHM", "KOR", "LAO", "MMR", "MYS", "NZL", "PHL",
        "RUS", "SGP", "THA", "USA", "VNM",
    ];
    let found = Package::new(&parties).import(&["register_17col_2026_excerpt.csv"]);
    let made = found.changes.iter().find(|c| c.path == "arms.csv").map_or("", |c| c.text.as_str());
    let key = |line: &str| {
        let fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        (fields[..3].to_vec(), fields[3].parse::<f64>().expect("a volume"), fields[4].clone())
    };
    let shipped = include_str!("../../datasets/asean/arms.csv");
    let shipped: BTreeMap<Vec<String>, (f64, String)> =
        shipped.lines().skip(1).map(key).map(|(key, volume, source)| (key, (volume, source))).collect();
    let (mut equal, mut part) = (0, 0);
    for (key, volume, source) in made.lines().skip(1).map(key) {
        // Members of ASEAN are among all other suppliers there; the shipped table begins in 1995.
        let named = shipped.keys().any(|known| known[0] == key[0]);
        if !named || key[0] == "REST" || key[2].as_str() < "1995" {
            continue;
        }
        let (whole, cited) = shipped.get(&key).unwrap_or_else(|| panic!("{key:?} is not in the shipped table"));
        assert_eq!(*cited, source);
        assert!(volume <= *whole, "{key:?}: {volume} of {whole}");
        if volume == *whole { equal += 1 } else { part += 1 }
    }
    assert_eq!((equal, part), (42, 16));
}

#[test]
fn un_comtrade() {
    let package = Package::new(&["SGP", "VNM", "AUS", "IND", "DEU", "PHL", "CHN", "IDN", "JPN", "KOR", "USA"]);
    let found = package.import(&["un_comtrade_plus_47col.csv", "un_comtrade_plus_44col.csv"]);
    let chapters = [
        ("SGP,VNM,2013,27", "2370802510,1"),
        ("SGP,AUS,2013,27", "8140580012,1"),
        ("SGP,IND,2013,27", "512075547.7,1"),
        ("SGP,DEU,2013,29", "15103646.75,1"),
        ("SGP,PHL,2013,29", "108270299.2,1"),
        ("SGP,CHN,2013,27", "5597820965,1"),
        ("SGP,IDN,2013,29", "1440088475,1"),
        ("SGP,JPN,2013,27", "118825945.9,1"),
        ("SGP,KOR,2013,27", "1576744734,1"),
        ("SGP,USA,2013,27", "1345994919,1"),
    ];
    holds(&found, "trade_hs2", &chapters);
    assert!(found.changes.iter().all(|c| c.path != "trade.csv"), "chapters are no total");
    assert!(found.account.remarks.iter().any(|r| r.contains("no rows for all products")));
    let found = package.import(&["un_comtrade_legacy.csv"]);
    assert_eq!((found.account.read, left(&found, "products below chapters")), (8, 8));
}

#[test]
fn cepii_baci() {
    let package = Package::new(&["RUS", "ARM", "CAN"]);
    let text = refused(&package.request(&["cepii_baci.csv"]));
    contains(&text, &["this is a part of BACI: 1 exporters", "--partial"]);
    let stated = Stated { partial: true, ..Stated::default() };
    let found = package.done(&Request { stated, ..package.request(&["cepii_baci.csv"]) });
    holds(&found, "trade", &[("RUS,CAN,2023", "18565")]);
    let chapters = [
        ("RUS,ARM,2023,27", "411345809,1"),
        ("RUS,ARM,2023,71", "1943756887,1"),
        ("RUS,ARM,2023,76", "57839752,1"),
        ("RUS,CAN,2023,28", "18565,1"),
    ];
    holds(&found, "trade_hs2", &chapters);
    assert!(found.changes.iter().all(|c| c.path != "trade_margins.csv"));
    assert!(found.account.remarks.iter().any(|r| r.contains("is a part of BACI")));
}

/// A whole yearly file, made for this: the totals of parties, blocs and the world are sums over every row, whoever is
/// asked for; the file named twice counts once, and another edition of the year is refused.
#[test]
fn a_whole_year_of_baci_gives_the_totals() {
    let dir = Workdir::new();
    assert_eq!(dir.run(&["new", "mine", "--parties", "CHN,ASEAN"]).code, 0);
    let states = countries::all().iter().filter(|c| !c.is_former());
    let states: Vec<(&str, u16)> =
        states.filter_map(|c| Some((c.code.as_str(), c.trade_codes.first().copied().or(c.m49)?))).take(170).collect();
    let members: Vec<&str> = countries_of(&dir, "ASEAN");
    let (mut text, mut flows, mut product) = ("t,i,j,k,v,q\n".to_owned(), BTreeMap::new(), 0);
    for (i, (from, number)) in states.iter().enumerate() {
        for step in 1..=30 {
            let (to, other) = states[(i + step * 5) % states.len()];
            product = (product + 1) % 4_400;
            let thousands = 1 + (i * step) % 97;
            text += &format!("2015,{number},{other},{:06},{thousands}.5,\n", 10_100 + product * 20);
            *flows.entry((*from, to)).or_insert(0.0) += 1000.0 * thousands as f64 + 500.0;
        }
    }
    let sum = |fits: &dyn Fn(&str, &str) -> bool| -> String {
        flows.iter().filter(|((from, to), _)| fits(from, to)).map(|(_, value)| value).sum::<f64>().to_string()
    };
    let is_member = |code: &str| members.contains(&code);
    dir.write("BACI_HS92_Y2015_V202401b.csv", &text);
    let file = dir.path("BACI_HS92_Y2015_V202401b.csv");
    let request = Request { files: vec![file.clone()], into: dir.path("mine"), ..Request::default() };
    let one = import(&request, &Silent).unwrap_or_else(|e| panic!("{e}"));
    let margin = |found: &Imported, party: &str| {
        let values = row(found, "trade_margins", &format!("{party},2015"));
        values.split(',').take(3).map(str::to_owned).collect::<Vec<_>>()
    };
    let china = [sum(&|from, _| from == "CHN"), sum(&|_, to| to == "CHN"), String::new()];
    let bloc = [
        sum(&|from, _| is_member(from)),
        sum(&|_, to| is_member(to)),
        sum(&|from, to| is_member(from) && is_member(to)),
    ];
    let world = [sum(&|_, _| true), sum(&|_, _| true), String::new()];
    for found in [
        &one,
        &import(&Request { files: vec![file.clone(), file.clone()], ..request.clone() }, &Silent).expect("twice"),
        &import(&Request { parties: vec!["CHN".into(), "IDN".into()], ..request.clone() }, &Silent).expect("two"),
    ] {
        assert_eq!(
            [margin(found, "CHN"), margin(found, "ASEAN"), margin(found, "WLD")],
            [china.clone(), bloc.clone(), world.clone()]
        );
        let account = &found.account;
        assert_eq!(account.read, account.taken + account.summed + account.left_out(), "{account:?}");
    }
    dir.write("BACI_HS02_Y2015_V202401b.csv", text.replace(".5,", ".25,"));
    let other = Request { files: vec![file, dir.path("BACI_HS02_Y2015_V202401b.csv")], ..request };
    contains(&refused(&other), &["in 2015"]);
}

/// The members of a bloc in a package, by their codes.
fn countries_of(dir: &Workdir, bloc: &str) -> Vec<&'static str> {
    let text = dir.read("mine/memberships.csv");
    let codes = text.lines().filter_map(|line| line.strip_prefix(bloc)?.strip_prefix(',')?.split(',').next());
    codes.filter_map(|code| countries::all().iter().find(|c| c.code == code)).map(|c| c.code.as_str()).collect()
}

#[test]
fn wits() {
    let package = Package::new(&["CHN", "IDN", "JPN", "THA", "RUS", "TWN", "SGP", "KHM", "FRA", "SUN", "USA"]);
    let found = package.import(&["wits_partner_by_country.csv"]);
    let trade = [
        ("CHN,IDN,2022", "71318138050"),
        ("CHN,JPN,2022", "172927435950"),
        ("CHN,THA,2022", "78479644680"),
        ("CHN,RUS,2022", "76122649190"),
        ("CHN,TWN,2022", "81697006200"),
    ];
    holds(&found, "trade", &trade);
    assert_eq!(left(&found, "groups of countries"), 2);
    let found = package.import(&["wits_product_timeseries_partner.csv"]);
    let trade = [
        ("SGP,JPN,1989", "3820303616"),
        ("SGP,KHM,1992", "248997600"),
        ("SGP,FRA,1990", "861798080"),
        ("SGP,THA,1989", "2465094400"),
        ("SGP,SUN,1991", "324592928"),
    ];
    holds(&found, "trade", &trade);
    assert!(left(&found, "partners that are not named") > 0);
    let found = package.import(&["wits_trade_summary_IDN.csv"]);
    let trade = [
        ("IDN,CHN,2019", "27961890000"),
        ("CHN,IDN,2019", "44930600000"),
        ("IDN,JPN,2018", "19479890000"),
        ("IDN,USA,2016", "16171280000"),
        ("USA,IDN,2018", "10212390000"),
    ];
    holds(&found, "trade", &trade);
    contains(&row(&found, "trade_margins", "IDN,2019"), &["167683000000,171275710000,"]);
    assert!(left(&found, "indicators that are no flow") > 50);
}

#[test]
fn imf_dots() {
    let package = Package::new(&["CHN", "JPN", "AUS", "RUS", "KOR", "IDN"]);
    let file = "imf_dots_imports_by_country_wide.csv";
    contains(&refused(&package.request(&[file])), &["does not say whose trade", "--reporter CHN --flow imports"]);
    let stated = Stated { reporter: Some("China".into()), flow: Some(Direction::Imports), ..Stated::default() };
    let found = package.done(&Request { stated, ..package.request(&[file]) });
    let trade = [
        ("JPN,CHN,2010", "176304025822"),
        ("AUS,CHN,2018", "105140904760"),
        ("RUS,CHN,2022", "112225311530"),
        ("KOR,CHN,2022", "200162672130"),
        ("IDN,CHN,2010", "20759719870"),
    ];
    holds(&found, "trade", &trade);
    assert!(left(&found, "partners that are not named") >= 13);
}

#[test]
fn us_census_and_correlates_of_war() {
    let package = Package::new(&["USA", "VNM", "IDN", "RUS", "CHN", "JPN", "BRN"]);
    let found = package.import(&["us_census_country.csv"]);
    let trade = [
        ("VNM,USA,2014", "30617650403"),
        ("USA,VNM,2014", "5732472749"),
        ("IDN,USA,2000", "10366900000"),
        ("USA,IDN,2000", "2401700000"),
        ("VNM,USA,2022", "127521243282"),
    ];
    holds(&found, "trade", &trade);
    assert!(row(&found, "trade", "VNM,USA,2023").starts_with("0 rows"), "one month is no year");
    assert!(left(&found, "years that are not over") > 0);
    contains(&row(&found, "trade_margins", "USA,1987"), &["254121900000,406241000000,"]);
    let found = package.import(&["cow_dyadic_trade_peacesciencer.csv"]);
    let trade = [
        ("CHN,RUS,2014", "51135000000"),
        ("RUS,CHN,2014", "42807000000"),
        ("VNM,RUS,2014", "2296000000"),
        ("RUS,VNM,2014", "820000000"),
        ("RUS,BRN,2014", "0"),
    ];
    holds(&found, "trade", &trade);
}

#[test]
fn singstat_is_refused_for_its_currency() {
    let package = Package::new(&["SGP", "CHN"]);
    let text = refused(&package.request(&["singstat_table_builder.csv"]));
    contains(&text, &[":11:1: error: these are months in millions of Singapore dollars", "reporter 702"]);
}

#[test]
fn the_same_import_again_changes_nothing_and_another_vintage_is_refused() {
    let package = Package::new(&["CHN", "FRA", "KHM", "LAO", "BRN", "THA"]);
    let request = package.request(&["register_17col_2026_excerpt.csv"]);
    let first = package.done(&request);
    package.write(&first);
    // What was written is a package that loads.
    let loaded = load::package_from(package.0.path()).unwrap_or_else(|e| panic!("{}", e.diagnostics()));
    assert_eq!(loaded.arms.len(), first.changes.iter().find(|c| c.path == "arms.csv").map_or(0, |c| c.added));
    let again = package.done(&request);
    assert!(again.changes.iter().all(|c| c.added + c.replaced == 0), "{:?}", again.account);
    assert_eq!(again.account, first.account);
    let descriptor = fs::read_to_string(package.0.path().join("datapackage.json")).expect("a descriptor");
    contains(&descriptor, &["\"arms\": \"SIPRI Arms Transfers Database, trade register, data generated 2026-02-12\""]);
    // The same register as of another day, with another volume for one delivery.
    let text = fs::read_to_string(sample("register_17col_2026_excerpt.csv")).expect("a sample");
    let other =
        text.replace("12 Feb 2026", "12 Mar 2026").replace("57,Yes", "58,Yes").replace(",1,10,No;", ",1,11,No;");
    let path = package.0.path().join("other.csv");
    fs::write(&path, other).expect("a file");
    let request = Request { files: vec![path], ..request };
    let text = refused(&request);
    contains(
        &text,
        &["FRA BRN 2014 has tiv_million 10 here (sipri-at-register-2026-02-12), and 11 in what is brought"],
    );
    contains(&text, &["--replace"]);
    let replaced = package.done(&Request { replace: true, ..request });
    holds(&replaced, "arms", &[("FRA,BRN,2014", "11")]);
}

#[test]
fn years_and_parties_limit_what_is_taken() {
    let package = Package::new(&["KOR", "IDN", "PHL", "THA"]);
    let request = package.request(&["tiv_legacy_export_table_one_supplier_2022.csv"]);
    let years = Window::parse("2018-2020").ok();
    let found = package.done(&Request { years, parties: vec!["KOR".into(), "Thailand".into()], ..request.clone() });
    holds(&found, "arms", &[("KOR,THA,2018", "292"), ("KOR,THA,2020", "71")]);
    assert!(found.changes.iter().all(|c| !c.text.contains("IDN") && !c.text.contains(",2021,")));
    let text = refused(&Request { parties: vec!["Thailnd".into()], ..request.clone() });
    contains(&text, &["the package has no party `Thailnd`", "did you mean Thailand?"]);
    let text = refused(&Request { parties: vec!["VNM".into()], ..request });
    contains(&text, &["add VNM (Vietnam) to parties.csv first"]);
}

#[test]
fn files_that_are_something_else_are_named() {
    let package = Package::new(&["KOR", "IDN"]);
    let file = |name: &str, bytes: &[u8]| {
        let path = package.0.path().join(name);
        fs::write(&path, bytes).expect("a file");
        Request { files: vec![path], into: package.0.path().to_owned(), ..Request::default() }
    };
    let lfs = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    contains(&refused(&file("lfs.csv", lfs)), &["pointer of Git LFS", "git lfs pull"]);
    contains(&refused(&file("zip.csv", b"PK\x03\x04\x14\0\0\0readme")), &["zip archive", "unpack"]);
    contains(&refused(&file("page.csv", b"<!DOCTYPE html><html></html>")), &["HTML"]);
    contains(&refused(&file("empty.csv", b"")), &["the file is empty"]);
    contains(
        &refused(&file("mixed.csv", b"a,b\nC\xC3\xB4te,1\nC\xF4te,2\n")),
        &["mixed.csv:3:2: error", "two encodings"],
    );
    let folder = Request { files: vec![package.0.path().to_owned()], ..package.request(&[]) };
    contains(&refused(&folder), &["it is a directory", "FOLDER/*.csv"]);
    let unknown = refused(&file("mine.csv", b"t,i,j,k,value\n1,2,3,4,5\n"));
    let fbic = "iso3a,iso3b,year,exportsallgoodatob_alldata,importsallgoodafromb_alldata\nVNM,RUS,2020,1,2\n";
    contains(&refused(&file("fbic.csv", fbic.as_bytes())), &["the package keeps one source of a flow", "--map"]);
    let weo =
        "WEO Country Code,ISO,WEO Subject Code,Country,Subject Descriptor,1980\n512,AFG,NGDP_R,Afghanistan,x,n/a\n";
    contains(&refused(&file("weo.csv", weo.as_bytes())), &["no table of the package holds one", "IMF DOTS"]);
    contains(
        &unknown,
        &["the layout of no provider", "`t`, `i`, `j`, `k`, `value`", "nearest: baci", "lacks v, q", "--map"],
    );
    let wrong = Request {
        provider: Some("wits".into()),
        ..package.request(&["tiv_legacy_export_table_one_supplier_2022.csv"])
    };
    contains(&refused(&wrong), &["not the layout of World Integrated Trade Solution", "sipri-values"]);
    let nobody = Request { provider: Some("sipri".into()), ..package.request(&["cepii_baci.csv"]) };
    contains(&refused(&nobody), &["no provider is called `sipri`", "sipri-values"]);
    let whole = fs::read_to_string(sample("tiv_legacy_export_table_one_supplier_2022.csv")).expect("a sample");
    let cut = whole.split("\nViet Nam").next().unwrap_or_default();
    contains(&refused(&file("cut.csv", cut.as_bytes())), &["the table has no total row", "cut off"]);
    let misspelt = whole.replace("Indonesia,", "Indonezia,");
    contains(&refused(&file("name.csv", misspelt.as_bytes())), &["`Indonezia` is the name of no country", "Indonesia"]);
    let left: Vec<_> = fs::read_dir(package.0.path()).expect("the folder").collect();
    assert!(left.iter().flatten().all(|e| e.file_name() != "arms.csv"), "nothing is written on an error");
}

#[test]
fn any_table_with_a_mapping() {
    let package = Package::new(&["RUS", "VNM", "IDN"]);
    let write = |name: &str, text: &[u8]| fs::write(package.0.path().join(name), text).expect("a file");
    let map = "table = \"trade\"\nscale = 1000\nyears_across = true\nmissing = [\"k. A.\"]\n\
               [columns]\nimporter = \"Land\"\n[constant]\nexporter = \"Russia\"\n\
               [source]\nkey = \"customs-2024\"\ntitle = \"Customs\"\nvintage = \"Customs, 2024\"\n";
    write("map.toml", map.as_bytes());
    // Windows-1252, semicolons, a decimal comma that only one cell gives away, and a footer.
    let table = b"Au\xDFenhandel\n\nLand;2020;2021\nVietnam;81,873;62,61988125\nIndonesien;1,5;2\nIndonesia;k. A.;7\nQuelle: Zoll\n";
    write("zoll.csv", table);
    let request = Request {
        files: vec![package.0.path().join("zoll.csv")],
        map: Some(package.0.path().join("map.toml")),
        ..package.request(&[])
    };
    // `Indonesien` comes near a party: it is refused, and an alias settles it.
    contains(&refused(&request), &["zoll.csv:5:2: error: `Indonesien` is the name of no country", "Indonesia"]);
    write("zoll.csv", &String::from_utf8_lossy(table).replace("Indonesien;1,5;2\n", "").into_bytes());
    let found = package.done(&request);
    holds(&found, "trade", &[("RUS,VNM,2020", "81873"), ("RUS,VNM,2021", "62619.88125"), ("RUS,IDN,2021", "7000")]);
    assert_eq!(left(&found, "cells that say that nothing is known"), 1);
    write("zoll.csv", b"Land;2020;2021\nVietnam;81,873;12\n");
    contains(&refused(&request), &["`81,873` may be read in two ways", "--decimal"]);
    write("map.toml", map.replace("scale", "skale").as_bytes());
    contains(&refused(&request), &["map.toml:2:1: error: unknown field `skale`"]);
}

/// A list of partnerships: who with whom, what it is called and since when, each pair named from both sides.
#[test]
fn a_list_of_partnerships_with_a_mapping() {
    let package = Package::new(&["RUS", "VNM", "IDN"]);
    let write = |name: &str, text: &str| fs::write(package.0.path().join(name), text).expect("a file");
    let map = "table = \"status\"\nmissing = [\"n.d.\"]\n\
               [columns]\nparty = \"A\"\nwith = \"B\"\nrung = \"Type\"\ndate = \"Signed\"\n\
               [codes]\n\"Strategic Partnership\" = \"strategic\"\n\"Comprehensive SP\" = \"comprehensive_strategic\"\n\
               [source]\nkey = \"list-2024\"\ntitle = \"A list\"\nvintage = \"version 2\"\n";
    write("map.toml", map);
    let list = "A list of partnerships\nA;B;Type;Signed\nVietnam;Russia;Strategic Partnership;2001-03\n\
                Russian Federation;Viet Nam;Strategic Partnership;2001-03\nRussia;Vietnam;Comprehensive SP;2012-07-27\n\
                Indonesia;Russia;Friendship;2003\nIndonesia;Vietnam;Strategic Partnership;n.d.\n\
                Vietnam;Brazil;Comprehensive SP;2023\n;;;\n";
    write("list.csv", list);
    let request = Request {
        files: vec![package.0.path().join("list.csv")],
        map: Some(package.0.path().join("map.toml")),
        ..package.request(&[])
    };
    let found = package.done(&request);
    let change = found.changes.iter().find(|c| c.path == "status.csv").expect("rows of status");
    for row in [
        "RUS,VNM,strategic,Strategic Partnership,2001-03,month,list-2024",
        "RUS,VNM,comprehensive_strategic,Comprehensive SP,2012-07-27,day,list-2024",
        "IDN,VNM,strategic,Strategic Partnership,,unknown,list-2024",
    ] {
        assert!(change.text.lines().any(|line| line.starts_with(row)), "{row}\n{}", change.text);
    }
    assert_eq!((change.added, left(&found, "rows that stand twice")), (3, 1));
    assert_eq!((left(&found, "what the mapping gives no code"), left(&found, "others than the parties")), (1, 1));
    write("list.csv", &list.replace("2012-07-27", "27 July 2012"));
    contains(&refused(&request), &["list.csv:5:4: error: `27 July 2012` is not a date"]);
    write("map.toml", &map.replace("\"status\"", "\"statuses\""));
    contains(
        &refused(&request),
        &["`statuses` is no table that a mapping makes rows of", "`status` or `institutions`"],
    );
    write("map.toml", &map.replace("rung =", "institution ="));
    contains(&refused(&request), &["the mapping does not say where rung stands"]);
}

/// Three layouts of the same three roll calls: yes against no, yes against yes, and a state that did not vote.
#[test]
fn roll_calls_of_the_general_assembly() {
    let package = Package::new(&["RUS", "VNM", "NAM"]);
    let write = |name: &str, text: &str| {
        fs::write(package.0.path().join(name), text).expect("a file");
        package.0.path().join(name)
    };
    let votes = "rcid,country,country_code,vote\n1,Russia,RU,yes\n1,Vietnam,VN,no\n1,Namibia,NA,abstain\n\
                 2,Russia,RU,yes\n2,Vietnam,VN,yes\n3,Vietnam,VN,abstain\n3,Namibia,NA,yes\n3,Xyzzy,XX,yes\n";
    let calls = "rcid,session,importantvote,date,unres,short\n1,70,0,2015-12-01,R/70/1,\n2,70,0,2015-12-02,R/70/2,\n\
                 3,71,0,2016-01-05,R/70/3,\n";
    let issues = "rcid,short_name,issue\n1,nu,Nuclear weapons\n1,hr,Human rights\n";
    let files =
        vec![write("un_votes.csv", votes), write("un_roll_calls.csv", calls), write("un_roll_call_issues.csv", issues)];
    let request = Request { files: files.clone(), ..package.request(&[]) };
    let found = package.done(&request);
    let positions = [
        ("NAM,RUS,2015,all", "2,1,0,1,0,1"),
        ("RUS,VNM,2015,all", "2,2,1,0,1,1"),
        ("RUS,VNM,2015,nuclear", "1,1,0,0,1,1"),
        ("RUS,VNM,2015,human_rights", "1,1,0,0,1,1"),
        ("NAM,VNM,2016,all", "1,1,0,1,0,1"),
    ];
    holds(&found, "positions", &positions);
    assert!(row(&found, "positions", "RUS,VNM,2016,all").starts_with("0 rows"), "Russia did not vote in 2016");
    let years = Window::parse("2016").ok();
    let limited = package.done(&Request { years, ..request.clone() });
    holds(&limited, "positions", &[("NAM,VNM,2016,all", "1,1,0,1,0,1")]);
    let text = refused(&Request { files: files.into_iter().take(1).collect(), ..request.clone() });
    contains(&text, &["no file says when roll call 1 was held", "un_roll_calls.csv"]);
    // The same by Correlates of War numbers, with absence as 8.
    let raw = "rcid,ccode,vote,year,nu\n1,365,1,2015,1\n1,816,3,2015,1\n1,565,2,2015,1\n2,365,1,2015,0\n2,816,1,2015,0\n\
               2,565,8,2015,0\n";
    let found = package.done(&Request { files: vec![write("UNVotes.csv", raw)], ..request.clone() });
    holds(&found, "positions", &[("RUS,VNM,2015,all", "2,2,1,0,1,1"), ("RUS,VNM,2015,nuclear", "1,1,0,0,1,1")]);
    assert_eq!(left(&found, "states that did not vote"), 1);
    // The library's file, with X and NV for no vote.
    let library = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n1,RUS,RUSSIA,Y,2015-12-01,70,A/RES/70/1\n\
                   1,VNM,VIET NAM,N,2015-12-01,70,A/RES/70/1\n1,NAM,NAMIBIA,X,2015-12-01,70,A/RES/70/1\n\
                   2,RUS,RUSSIA,Y,2015-12-02,70,A/RES/70/2\n2,VNM,VIET NAM,Y,2015-12-02,70,A/RES/70/2\n\
                   2,NAM,NAMIBIA,NV,2015-12-02,70,A/RES/70/2\n";
    let found = package.done(&Request { files: vec![write("library.csv", library)], ..request });
    holds(&found, "positions", &[("RUS,VNM,2015,all", "2,2,1,0,1,1")]);
    assert_eq!(left(&found, "states that did not vote"), 2);
}

/// The program: what is written, what a trial leaves alone, and the exit codes.
#[test]
fn the_program_imports() {
    let package = Package::new(&["KOR", "IDN"]);
    let into = package.0.path().display().to_string();
    let file = sample("tiv_legacy_export_table_one_supplier_2022.csv").display().to_string();
    let here = Workdir::new();
    let arms = package.0.path().join("arms.csv");
    let trial = here.run(&["import", &file, "--into", &into, "--dry-run"]).ends_with(0);
    trial.holds(!arms.exists() && trial.stdout.contains("Nothing was written"), "a trial writes nothing");
    let done = here.run(&["import", "sipri-values", &file, "--into", &into]).ends_with(0);
    done.holds(arms.exists() && done.stdout.contains("arms.csv"), "the table is written and reported");
    let json = here.run(&["import", &file, "--into", &into, "--format", "json"]).ends_with(0);
    json.holds(json.stdout.contains("\"added\": 0"), "the same again adds nothing");
    here.run(&["import", "wits", &file, "--into", &into]).ends_with(1).reports(&["error: this is not the layout of"]);
    here.run(&["import", "nobody", &file, "--into", &into]).ends_with(2).reports(&["no provider is called `nobody`"]);
    here.run(&["import", "none.csv", "--into", &into]).ends_with(3).reports(&["none.csv: error: cannot be read"]);
    here.run(&["import", &file]).ends_with(2);
    here.run(&["import", "--list"]).ends_with(0);
}
