//! From what was typed to what is meant: the package, the framework, the partnership.

use std::path::{Path, PathBuf};

use super::{Failure, Outcome, args, output};
use crate::analysis::memory::{self, Shortage};
use crate::analysis::uncertainty::DRAWS;
use crate::diagnostic::{Diagnostics, list_or};
use crate::load::{self, LoadError};
use crate::model::party::{Parties, Partnership, slugify};
use crate::model::{Framework, Index, Package, PartyId, Units, Window};
use crate::scoring;
use crate::scoring::RefusedAt;

pub(super) fn package(dir: Option<&Path>) -> Result<Package, Failure> {
    let loaded = match dir {
        Some(dir) => load::package_from(dir),
        None => load::embedded_package(),
    };
    loaded.map_err(|e| unloaded(&e))
}

/// A file, or the code of a built-in framework where no such file exists.
pub(super) fn framework(named: &Path) -> Result<Framework, Failure> {
    let mut framework = load::framework_from(named).map_err(|e| match &e {
        LoadError::Invalid(found) => nothing_scored(Outcome::BadInput, found),
        LoadError::Unreadable(found) => {
            let built_in: Vec<String> = load::built_in_frameworks().map(|(code, _)| code.to_owned()).collect();
            let hint = format!("  or name a built-in framework: {}", list_or(&built_in));
            Failure::new(Outcome::Unreachable, format!("{found}\n{hint}"))
        }
    })?;
    scoring::rating::settle(&mut framework.nodes).map_err(|refused| self::refused(&refused))?;
    Ok(framework)
}

/// What is said of COINr's pair without a file of methods, whose users expect their usual chain.
const NO_METHODS: &str = "note: without --methods nothing is imputed, screened or treated, every indicator is put between 0 and 100 by min-max, and nodes are weighted means; for COINr's usual chain name a methods file with treat = { method = \"winsorise\", points = 5, then = { curve = \"ln_shifted\" } } in [methods] (docs/tables.md)";

/// The table and its framework: a plain pair, or COINr's.
pub(super) fn table(tabled: &args::Tabled, framework: &Path) -> Result<(Index, Units), Failure> {
    let loaded = match (tabled.coinr.as_slice(), &tabled.table) {
        ([data, meta], _) => load::coinr_from(data, meta, tabled.methods.as_deref()),
        (_, Some(table)) => {
            load::index_from(framework).and_then(|index| load::units_from(table, &index).map(|units| (index, units)))
        }
        _ => return Err(Failure::new(Outcome::BadUsage, "error: name a partnership, or a table with --table")),
    };
    if !tabled.coinr.is_empty() && tabled.methods.is_none() && loaded.is_ok() {
        output::tell(NO_METHODS);
    }
    loaded.map_err(|e| unloaded(&e))
}

/// A framework of either kind, as what scores a table.
pub(super) fn index(named: &Path) -> Result<Index, Failure> {
    load::index_from(named).map_err(|e| unloaded(&e))
}

/// The framework file that says what COINr's iMeta says.
pub(super) fn coinr_framework(pair: &[PathBuf], methods: Option<&Path>) -> Result<String, Failure> {
    let [data, meta] = pair else { return Err(Failure::new(Outcome::BadUsage, "error: --coinr takes two files")) };
    load::coinr_framework(data, meta, methods).map_err(|e| unloaded(&e))
}

fn unloaded(e: &LoadError) -> Failure {
    let outcome = match e {
        LoadError::Unreadable(_) => Outcome::Unreachable,
        LoadError::Invalid(_) => Outcome::BadInput,
    };
    nothing_scored(outcome, e.diagnostics())
}

/// What the engine cannot compute, all of it, each with its node and how to mend it.
pub(super) fn refused(refused: &[RefusedAt]) -> Failure {
    let told: Vec<String> = refused.iter().map(|r| format!("error: {r}\n  hint: {}", r.refused.hint())).collect();
    let n = refused.len();
    let errors = if n == 1 { "1 error".to_owned() } else { format!("{n} errors") };
    Failure::new(Outcome::BadInput, format!("{}\n{errors}; nothing was scored", told.join("\n")))
}

/// A refusal of what takes too much memory; `more` is where more may be asked for, if anywhere.
pub(super) fn afforded(found: Result<(), Shortage>, more: &str) -> Result<(), Failure> {
    let Err(shortage) = found else { return Ok(()) };
    let (outcome, hint) = match &shortage {
        Shortage::AboveLimit { what, fitting, .. } => {
            (Outcome::BadUsage, format!("no more than {fitting} {what} fit: ask for fewer{more}"))
        }
        Shortage::NotHad { .. } => {
            (Outcome::Unreachable, "ask for less, end other programs, or take a machine with more memory".to_owned())
        }
    };
    Err(Failure::new(outcome, format!("error: {shortage}\n  hint: {hint}")))
}

/// What to say of data or a framework that bear a built-in one's name and version and are not it; results would be taken for
/// its own.
pub(super) fn borrowed_names(framework: &Framework, package: &Package, own_data: bool) -> Vec<String> {
    let mut told = Vec::new();
    let built_in = load::built_in_frameworks().filter_map(|(code, _)| load::built_in_framework(code)?.ok());
    let same_name: Vec<Framework> =
        built_in.filter(|f| f.code == framework.code && f.version == framework.version).collect();
    if !same_name.is_empty() && same_name.iter().all(|f| f.sha256 != framework.sha256) {
        let name = format!("{} {}", framework.code, framework.version);
        told.push(format!("this is not the built-in framework {name}: give it a code or a version of its own"));
    }
    let embedded = if own_data { load::embedded_package().ok() } else { None };
    let borrowed = |e: &Package| e.name == package.name && e.version == package.version && e.sha256 != package.sha256;
    if embedded.as_ref().is_some_and(borrowed) {
        let name = format!("{} {}", package.name, package.version);
        told.push(format!("these are not the built-in data {name}: give them a name or a version of their own"));
    }
    told
}

fn nothing_scored(outcome: Outcome, found: &Diagnostics) -> Failure {
    Failure::new(outcome, format!("{found}; nothing was scored"))
}

/// A party has no partnership with a bloc it belongs to: half of what would be measured is its own.
pub(super) fn apart(parties: &Parties, p: Partnership, window: Window) -> Result<(), Failure> {
    let inside = |bloc: PartyId, member: PartyId| window.iter().find(|y| parties.members(bloc, *y).contains(&member));
    let found = [(p.a, p.b), (p.b, p.a)].into_iter().find_map(|(bloc, m)| Some((bloc, m, inside(bloc, m)?)));
    found.map_or(Ok(()), |(bloc, member, year)| {
        let (bloc, member) = (parties.name(bloc), parties.name(member));
        let message = format!("error: {member} is a member of {bloc} in {year}, and has no partnership with it");
        Err(Failure::new(Outcome::BadUsage, message))
    })
}

/// One window of so many years ending in each year, from the first year of the trade data to the last or to the declared
/// window's; none where there is no trade.
pub(super) fn rolling(package: &Package, declared: Window, length: u16) -> Vec<Window> {
    let years = package.trade.iter().map(|f| f.year);
    let Some(first) = years.clone().min() else { return Vec::new() };
    let last = years.max().unwrap_or(first).max(declared.to());
    let all = Window::new(first, last).ok().into_iter().flat_map(Window::iter);
    all.map(|end| Window::ending(end, length)).filter(|w| w.from() >= first).collect()
}

/// The partnership a slug names. The hyphen between the parties is found by trying each one, since names have hyphens too.
pub(super) fn partnership(parties: &Parties, typed: &str) -> Result<Partnership, Failure> {
    let slug = slugify(typed);
    let slug = slug.as_str();
    let cuts: Vec<(&str, &str)> = slug.match_indices('-').map(|(i, _)| (&slug[..i], &slug[i + 1..])).collect();
    let found = cuts.iter().find_map(|(a, b)| Some((parties.find(a)?, parties.find(b)?)));
    match found {
        Some((a, b)) if [a, b].iter().any(|id| parties.is_economy(*id)) => {
            let name = parties.name(if parties.is_economy(a) { a } else { b });
            let message = format!("error: of {name} only the total trade is known, and it has no partnership");
            let hint = "  spscore list parties shows those who may have one";
            Err(Failure::new(Outcome::BadUsage, format!("{message}\n{hint}")))
        }
        Some((a, b)) => Partnership::new(a, b).ok_or_else(|| {
            let name = parties.name(a);
            Failure::new(Outcome::BadUsage, format!("error: {name} has no partnership with itself"))
        }),
        None => Err(unknown(parties, slug, &cuts)),
    }
}

/// Which half of the slug is unknown, and the nearest names for it.
fn unknown(parties: &Parties, slug: &str, cuts: &[(&str, &str)]) -> Failure {
    let half_known = cuts.iter().find_map(|(a, b)| match (parties.find(a), parties.find(b)) {
        (Some(known), None) => Some((known, *b)),
        (None, Some(known)) => Some((known, *a)),
        _ => None,
    });
    let slug_of = |id: PartyId| parties.get(id).map_or("", |p| p.slug.as_str());
    let mut suggestions: Vec<String> = Vec::new();
    if let Some((known, name)) = half_known {
        for near in load::nearest_of(name, parties.names(), 3) {
            let near = parties.find(&near).and_then(|near| Partnership::new(known, near));
            suggestions.extend(near.map(|p| p.slug(parties)));
        }
    } else if let Some((a, b)) = cuts.first() {
        let near = |name| load::nearest_of(name, parties.names(), 1).first().and_then(|n| parties.find(n));
        suggestions.extend(near(a).zip(near(b)).and_then(|(a, b)| Partnership::new(a, b)).map(|p| p.slug(parties)));
    } else if let Some(id) = parties.find(slug) {
        let message = format!("error: `{slug}` names one party; a partnership has two");
        let hint = format!("  write, for example, {}-asean   (spscore list partnerships)", slug_of(id));
        return Failure::new(Outcome::BadUsage, format!("{message}\n{hint}"));
    }
    suggestions.dedup();
    let hint = if suggestions.is_empty() {
        "  spscore list parties shows every name that is understood".to_owned()
    } else {
        format!("  did you mean {}?   (spscore list partnerships)", list_or(&suggestions))
    };
    Failure::new(Outcome::BadUsage, format!("error: unknown partnership `{slug}`\n{hint}"))
}

impl args::Sureness {
    /// An error where the draws of so many partnerships would take more memory than there is.
    pub fn afford(&self, partnerships: usize, framework: &Framework) -> Result<(), Failure> {
        // GAP, and how many parameters reach the threshold, come to the nodes.
        let size = memory::of_draw(partnerships, framework.nodes.len() + 2, 1);
        let draws = self.draws.unwrap_or(DRAWS);
        afforded(memory::afford("draws", draws, size, memory::LIMIT), "")
    }
}
