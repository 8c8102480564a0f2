//! From what was typed to what is meant: the package, the framework, the table, the partnerships.

use std::path::{Path, PathBuf};

use super::args::{DEFAULT_FRAMEWORK, Inputs, Scope, Tabled};
use super::{Failure, Outcome, output, refusals};
use crate::analysis::origin::Origin;
use crate::diagnostic::{Diagnostics, list_or};
use crate::load::{self, LoadError};
use crate::model::naming::{NoPartnership, halves};
use crate::model::party::{Parties, Partnership};
use crate::model::{Framework, Index, Package, PartyId, Units, Window};
use crate::scoring;

/// The input of a verb about partnerships.
pub(super) struct Loaded {
    pub framework: Framework,
    pub package: Package,
    /// The window typed, or the framework's.
    pub window: Window,
}

/// The input of a verb about partnerships or a table.
pub(super) enum Subject {
    Partnerships(Box<Loaded>),
    Table { index: Box<Index>, units: Box<Units> },
}

impl Subject {
    pub fn origin(&self) -> Origin<'_> {
        match self {
            Subject::Partnerships(loaded) => {
                let Loaded { framework, package, window } = &**loaded;
                Origin::Partnerships { framework, package, window: *window }
            }
            Subject::Table { index, units } => Origin::Table { index, units },
        }
    }
}

/// The framework and the package that were named, or the built-in ones.
pub(super) fn loaded(scope: &Scope) -> Result<Loaded, Failure> {
    let (framework, package) = both(&scope.inputs)?;
    Ok(Loaded { window: scope.window.unwrap_or(framework.window), framework, package })
}

/// The same without a window.
pub(super) fn both(inputs: &Inputs) -> Result<(Framework, Package), Failure> {
    // What was named comes first; otherwise the package may name a framework of its own.
    let named = inputs.framework.as_deref().map(framework).transpose()?;
    let package = package(inputs.data.as_deref())?;
    let framework = match named {
        Some(framework) => framework,
        None => framework(&own_framework(inputs.data.as_deref(), &package))?,
    };
    codes_declared(&package, &framework)?;
    Ok((framework, package))
}

/// An error where the package's rows name rungs or platforms that no framework declares.
pub(super) fn codes_declared(package: &Package, framework: &Framework) -> Result<(), Failure> {
    load::declared_codes(package, framework).map_err(|found| nothing_scored(Outcome::BadInput, &found))
}

/// The framework file that lies in the package's folder, or the default framework.
pub(super) fn own_framework(dir: Option<&Path>, package: &Package) -> PathBuf {
    let own = dir.zip(package.framework.as_ref()).map(|(dir, own)| dir.join(own));
    own.unwrap_or_else(|| PathBuf::from(DEFAULT_FRAMEWORK))
}

/// The table where one was named, otherwise framework and package.
pub(super) fn subject(tabled: &Tabled, scope: &Scope) -> Result<Subject, Failure> {
    if tabled.named() {
        let (index, units) = table(tabled, scope.inputs.framework())?;
        return Ok(Subject::Table { index: Box::new(index), units: Box::new(units) });
    }
    Ok(Subject::Partnerships(Box::new(loaded(scope)?)))
}

pub(super) fn package(dir: Option<&Path>) -> Result<Package, Failure> {
    let loaded = match dir {
        Some(dir) => load::package_from(dir),
        None => load::embedded_package(),
    };
    loaded.map_err(|e| unloaded(&e))
}

/// A file, or the code of a built-in framework where no such file exists.
pub(super) fn framework(named: &Path) -> Result<Framework, Failure> {
    let declared = load::framework_from(named).map_err(|e| match &e {
        LoadError::Invalid(found) => nothing_scored(Outcome::BadInput, found),
        LoadError::Unreadable(found) => {
            let built_in: Vec<String> = load::built_in_frameworks().map(|(code, _)| code.to_owned()).collect();
            let hint = format!("  or name a built-in framework: {}", list_or(&built_in));
            Failure::new(Outcome::Unreachable, format!("{found}\n{hint}"))
        }
    })?;
    scoring::settle(declared).map_err(|unsettled| refusals::refused(&unsettled.0))
}

/// The note on COINr's pair without a file of methods, since its users expect their usual chain of steps.
const NO_METHODS: &str = "note: without --methods nothing is imputed, screened or treated, every indicator is put between 0 and 100 by min-max, and nodes are weighted means; for COINr's usual chain name a methods file with treat = { method = \"winsorise\", points = 5, then = { curve = \"ln_shifted\" } } in [methods] (docs/tables.md)";

/// The table and its framework: a plain pair, or COINr's.
pub(super) fn table(tabled: &Tabled, framework: &Path) -> Result<(Index, Units), Failure> {
    let loaded = match (tabled.coinr.as_slice(), &tabled.table) {
        _ if tabled.coin_tool.is_some() => {
            let file = tabled.coin_tool.as_deref().unwrap_or(Path::new(""));
            load::coin_tool_from(file, tabled.methods.as_deref())
        }
        ([data, meta], _) => load::coinr_read_from(data, meta, tabled.methods.as_deref(), &tabled.reading()),
        (_, Some(table)) => load::index_from(framework)
            .and_then(|index| load::units_read_from(table, &index, &tabled.reading()).map(|units| (index, units))),
        _ => return Err(Failure::new(Outcome::BadUsage, "error: name a partnership, or a table with --table")),
    };
    if tabled.pair() && tabled.methods.is_none() && loaded.is_ok() {
        output::to_stderr(NO_METHODS);
    }
    let loaded = loaded.map_err(|e| unloaded(&e))?;
    if let Some(read_as) = &loaded.1.read_as {
        output::to_stderr(&format!("note: {} is read as {read_as}", loaded.1.file));
    }
    for note in &loaded.1.notes {
        output::to_stderr(&format!("note: {note}"));
    }
    Ok(loaded)
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

pub(super) fn unloaded(e: &LoadError) -> Failure {
    let outcome = match e {
        LoadError::Unreadable(_) => Outcome::Unreachable,
        LoadError::Invalid(_) => Outcome::BadInput,
    };
    nothing_scored(outcome, e.diagnostics())
}

pub(super) fn nothing_scored(outcome: Outcome, found: &Diagnostics) -> Failure {
    Failure::new(outcome, format!("{found}; nothing was scored"))
}

/// The partnership a slug names.
pub(super) fn partnership(parties: &Parties, typed: &str) -> Result<Partnership, Failure> {
    parties.partnership(typed).map_err(|e| {
        let hint = match &e {
            NoPartnership::Economy { .. } => "\n  spscore list parties shows those who may have one".to_owned(),
            NoPartnership::Itself { .. } => String::new(),
            NoPartnership::OneParty { slug, .. } => {
                format!("\n  write, for example, {slug}-asean   (spscore list partnerships)")
            }
            NoPartnership::Unknown { typed } => format!("\n  {}", near(parties, typed)),
        };
        Failure::new(Outcome::BadUsage, format!("error: {e}{hint}"))
    })
}

/// The partnerships that slugs name, in that order; naming one again, or the other way round, changes nothing.
pub(super) fn partnerships(parties: &Parties, typed: &[String]) -> Result<Vec<Partnership>, Failure> {
    let mut all: Vec<Partnership> = Vec::new();
    for slug in typed {
        let partnership = partnership(parties, slug)?;
        if !all.contains(&partnership) {
            all.push(partnership);
        }
    }
    Ok(all)
}

/// The framework's peers where they are asked for, then the partnerships that were named.
pub(super) fn peers_and_named(
    framework: &Framework,
    parties: &Parties,
    peers: bool,
    typed: &[String],
) -> Result<Vec<Partnership>, Failure> {
    let peers = if peers { framework.peers.partnerships(parties) } else { Vec::new() };
    Ok(joined(peers, partnerships(parties, typed)?))
}

/// The partnerships that were named, then the framework's peers where they are asked for.
pub(super) fn named_and_peers(
    framework: &Framework,
    parties: &Parties,
    peers: bool,
    typed: &[String],
) -> Result<Vec<Partnership>, Failure> {
    let named = partnerships(parties, typed)?;
    Ok(joined(named, if peers { framework.peers.partnerships(parties) } else { Vec::new() }))
}

/// The first, then those of the others that are not among them.
fn joined(mut first: Vec<Partnership>, others: Vec<Partnership>) -> Vec<Partnership> {
    let further: Vec<Partnership> = others.into_iter().filter(|p| !first.contains(p)).collect();
    first.extend(further);
    first
}

/// Which half of the slug is unknown, and the nearest names for it.
fn near(parties: &Parties, slug: &str) -> String {
    let halves = halves(slug);
    let half_known = halves.iter().find_map(|(a, b)| match (parties.find(a), parties.find(b)) {
        (Some(known), None) => Some((known, *b)),
        (None, Some(known)) => Some((known, *a)),
        _ => None,
    });
    let joined = |one: PartyId, other: PartyId| Partnership::new(one, other).map(|p| p.slug(parties));
    let mut suggestions: Vec<String> = Vec::new();
    if let Some((known, name)) = half_known {
        let near = load::nearest_of(name, parties.names(), 3);
        suggestions.extend(near.iter().filter_map(|near| joined(known, parties.find(near)?)));
    } else if let Some((a, b)) = halves.first() {
        let near = |name| load::nearest_of(name, parties.names(), 1).first().and_then(|n| parties.find(n));
        suggestions.extend(near(a).zip(near(b)).and_then(|(a, b)| joined(a, b)));
    }
    suggestions.dedup();
    match suggestions.is_empty() {
        true => "spscore list parties shows every name that is understood".to_owned(),
        false => format!("did you mean {}?   (spscore list partnerships)", list_or(&suggestions)),
    }
}
