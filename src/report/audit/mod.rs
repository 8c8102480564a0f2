//! The audit of a paper as a page: how many statements the data reproduce, all of them in one table, then each with its
//! quotation, its arithmetic and its rows.

mod asked;
mod evidence;
mod json;
mod records;
mod words;

use crate::analysis::audit::{AuditedClaim, Verdict};
use crate::analysis::verbs::Audited;
use crate::document::{Block, Cell, Document, Row, Table};
use crate::report::{Detail, Report, capital};
use asked::Names;

impl Report for Audited<'_> {
    fn document(&self, detail: Detail) -> Document {
        let f = self.framework;
        let made = format!(
            "claims {} {} · framework {} {} · data {} {}",
            self.set.code, self.set.version, f.code, f.version, self.package.name, self.package.version
        );
        let mut page = Document::new(format!("Audit of {}", self.set.code), made);
        page.subtitle[0].clone_from(&self.set.title);
        if !self.single {
            summary(self, &mut page);
            page.table(overview(self));
        }
        match (self.single, detail) {
            (false, Detail::Brief) => brief(self, &mut page),
            _ => self.claims.iter().for_each(|c| in_full(self, c, &mut page)),
        }
        page.list("Notes", self.notes.clone());
        page
    }

    fn records(&self) -> Option<Table> {
        Some(records::records(self))
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        json::json(self)
    }
}

/// The audits that are built in: code and title of each.
pub fn listed<'a>(sets: impl Iterator<Item = (&'a str, &'a str, usize)>) -> Document {
    let mut page = Document::new("Papers whose claims are built in", "");
    let mut table = Table::new("", ["name", "paper", "claims"], 2);
    for (code, title, claims) in sets {
        table.push([Cell::from(code), title.into(), claims.into()]);
    }
    page.table(table);
    page.paragraph("spscore audit NAME audits one of them; spscore audit FILE.toml audits another paper's claims.");
    page
}

/// "Of 90 claims 40 are reproduced, ..".
fn summary(audited: &Audited<'_>, page: &mut Document) {
    let n = audited.claims.len();
    let [same, other, differs, unknown] = Verdict::ALL.map(|v| audited.count(v));
    let is = |n: usize| if n == 1 { "is" } else { "are" };
    page.paragraph(format!(
        "Of {n} claims {same} {} reproduced, {other} {} reproduced under another definition, {differs} {}, and {unknown} \
         cannot be checked with the data held.",
        is(same),
        is(other),
        if differs == 1 { "differs" } else { "differ" },
    ));
    let (own, covered) = audited.facts();
    page.paragraph(format!(
        "Claims rest on {} of the {} facts that the package holds of this paper. Verdicts are computed: a number agrees \
         within half a unit of its last printed digit, unless the claim states another reading and why. Rows that the \
         package has from this paper alone prove nothing and are left out.",
        covered.len(),
        own.len()
    ));
}

fn overview(audited: &Audited<'_>) -> Table {
    let mut table = Table::new("Claims", ["claim", "fact", "printed", "re-computed", "verdict"], 5);
    for c in &audited.claims {
        let recomputed = words::recomputed(c).map_or_else(Cell::missing, Cell::from);
        let cells = vec![
            Cell::from(c.claim.id.as_str()),
            c.fact.id.as_str().into(),
            words::printed(c).into(),
            recomputed,
            words::short(c.verdict).into(),
        ];
        table.rows.push(Row { strong: c.verdict == Verdict::Differs, cells, ..Row::default() });
    }
    table
}

/// The reasons of what is not simply reproduced.
fn brief(audited: &Audited<'_>, page: &mut Document) {
    for (verdict, label) in
        [(Verdict::Differs, "Differs"), (Verdict::OtherDefinition, "Other"), (Verdict::Reproduced, "Depends")]
    {
        let asked = audited.claims.iter().filter(|c| c.verdict == verdict);
        let told = asked.filter(|c| verdict != Verdict::Reproduced || !c.not_under().is_empty());
        let items = told.map(|c| format!("{}: {}", c.claim.id, words::reason(c)));
        page.list(label, items.collect());
    }
    // What is not held is often not held for several claims.
    let mut kinds: Vec<(String, Vec<&str>)> = Vec::new();
    for c in audited.claims.iter().filter(|c| c.verdict == Verdict::NotCheckable) {
        let reason = words::reason(c);
        match kinds.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, claims)) => claims.push(&c.claim.id),
            None => kinds.push((reason, vec![&c.claim.id])),
        }
    }
    let told = kinds.into_iter().map(|(reason, claims)| format!("{}: {reason}", claims.join(", ")));
    page.list("Unknown", told.collect());
    page.fact(
        "Words",
        "Differs: under no definition that was tried. Other: not as printed, but reproduced under another definition \
         or in another unit. Depends: as printed, and not under another definition. Unknown: not checkable with the data \
         held. --claim NAME shows one in full, --long all of them.",
    );
}

fn in_full(audited: &Audited<'_>, c: &AuditedClaim<'_>, page: &mut Document) {
    let names = Names { package: audited.package, framework: audited.framework };
    page.heading(c.claim.id.clone());
    page.fact("Quote", format!("\u{201c}{}\u{201d} ({}, {})", c.fact.quote, c.fact.source, c.fact.locator));
    page.fact("Fact", fact(c));
    for tried in &c.tried {
        let label = if tried.definition.is_none() { "Asked" } else { "Tried" };
        let before = tried.definition.map_or_else(String::new, |words| format!("{words}: "));
        page.fact(label, capital(&format!("{before}{}", names.asked(tried.operation))));
        match &tried.found {
            Ok(found) => {
                let agrees = if tried.agrees { "agrees" } else { "does not agree" };
                page.fact("", format!("{}: {}, {agrees}", found.working, words::found(found, c)));
                if let Some(rows) = evidence::rows(audited.package, found) {
                    page.fact("", rows);
                }
            }
            Err(why) => page.fact("", capital(why)),
        }
    }
    page.blocks.push(Block::fact("Verdict", capital(c.verdict.words())));
    page.fact("Reason", words::reason(c));
    if !c.claim.expected.reason.is_empty() {
        page.fact("Reading", c.claim.expected.reason.clone());
    }
    let vintages = evidence::vintages(audited.package, c);
    if !vintages.is_empty() {
        page.fact("Data", vintages.join("; "));
    }
    if !c.claim.note.is_empty() {
        page.fact("Note", c.claim.note.clone());
    }
}

/// "F047 prints 21.8 % (1996-2017); expected is ..".
fn fact(c: &AuditedClaim<'_>) -> String {
    let (fact, printed) = (c.fact, words::printed(c));
    let period = if fact.period.is_empty() { String::new() } else { format!(", {}", fact.period) };
    let what = fact.what.replace('_', " ");
    format!("{} ({what}{period}): {printed}", fact.id)
}
