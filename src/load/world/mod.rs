//! A world package: a descriptor that names the reader's own files, and the flows of all economies read from them into
//! flat arrays.
//!
//! Tables are scanned in parts ([`scan`]); rows are filtered, grouped and joined as frames, and no frame leaves this
//! folder.

mod beside;
mod chosen;
mod csv;
mod descriptor;
mod parquet;
mod parts;
mod scan;
mod trade;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::known::Known;
use crate::load::table::TableReader;
use crate::load::{LoadError, embedded, files, parties};
use crate::model::package::TableText;
use crate::model::window::Window;
use crate::model::world::{World, WorldBloc, WorldUnit};
use crate::model::{Parties, Table};
use descriptor::Listing;

/// The tables of the world as a folder names them; nothing of them has been read yet.
pub struct WorldPackage {
    dir: PathBuf,
    file: PathBuf,
    listing: Listing,
    /// Names and memberships: of the folder, or of the built-in package.
    parties: Parties,
}

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct WorldRequest {
    /// The windows to be scored.
    pub windows: Vec<Window>,
    /// How many years before the end of a window a trend looks back to, the last year included.
    pub reach: u16,
    /// Codes of the blocs that are units.
    pub blocs: Vec<String>,
    /// A file with the code of one party on each line, to which the pairs are limited.
    pub parties: Option<PathBuf>,
}

/// Opens the world package in a folder: reads its descriptor, and who is a member of which bloc.
///
/// # Errors
///
/// Everything that is wrong with the descriptor.
pub fn world_from(dir: &Path) -> Result<WorldPackage, LoadError> {
    let listing = descriptor::read(dir)?;
    let parties = registry(dir)?;
    Ok(WorldPackage { dir: dir.to_owned(), file: dir.join(descriptor::NAME), listing, parties })
}

/// Parties and memberships: those of the folder where it has the tables, otherwise the built-in ones.
fn registry(dir: &Path) -> Result<Parties, LoadError> {
    let mut texts = BTreeMap::new();
    for table in [Table::Parties, Table::Memberships] {
        let name = format!("{}.csv", table.name());
        let path = dir.join(&name);
        let text = match path.exists() {
            true => files::text(&path, files::LARGEST_TABLE)?.0,
            false => embedded::text(&name).unwrap_or_default().to_owned(),
        };
        let file = path.display().to_string();
        texts.insert(table, TableText { file, text: text.into(), vintage: None });
    }
    let mut found = Diagnostics::default();
    let (nobody, sources) = (Parties::default(), BTreeMap::new());
    let list =
        parties::parties(&TableReader { texts: &texts, known: Known::new((&nobody, false), (&sources, false), None) });
    let complete = list.complete;
    found.extend(list.diagnostics);
    let parties = Parties::new(list.rows);
    let known = Known::new((&parties, complete), (&sources, false), None);
    let memberships = parties::memberships(&TableReader { texts: &texts, known });
    found.extend(memberships.diagnostics);
    found.or(parties.with_memberships(memberships.rows).in_order()).map_err(LoadError::Invalid)
}

impl WorldPackage {
    /// The years for which it holds flows.
    pub fn held(&self) -> Window {
        self.listing.years
    }

    /// The files that a run reads.
    pub fn files(&self) -> Vec<PathBuf> {
        let l = &self.listing;
        let beside = [
            l.votes.as_ref().map(|v| &v.files),
            l.ideal_points.as_ref().map(|v| &v.files),
            l.mentions.as_ref().map(|v| &v.files),
        ];
        let named = l.trade.files.iter().chain(beside.into_iter().flatten().flatten());
        std::iter::once(self.file.clone()).chain(named.map(|f| self.dir.join(f))).collect()
    }

    /// The codes of the blocs whose members are known.
    pub fn blocs(&self) -> Vec<&str> {
        self.parties.iter().filter(|(id, _)| self.parties.is_bloc(*id)).map(|(_, p)| p.code.as_str()).collect()
    }

    /// Reads the flows of the years that the windows need, and what stands beside them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the tables, and blocs that nobody knows or that share a member.
    pub fn read(&self, request: &WorldRequest) -> Result<World, LoadError> {
        let mut found = Diagnostics::default();
        let span = self.span(request);
        let flows = trade::read(&self.dir, &self.listing.trade, self.listing.years, span, &mut found);
        let economies = flows.codes().into_iter().map(|code| self.named(code)).collect();
        let mut world =
            World::new(self.listing.name.clone(), self.listing.version.clone(), economies, self.listing.years, span);
        flows.fill(&mut world, &mut found);
        world.blocs = self.blocs_of(&world, request, &mut found);
        self.report_overlaps(&world, &mut found);
        world.chosen = request.parties.as_deref().map(|path| chosen::read(path, &world, &mut found));
        beside::read(&self.dir, &self.listing, &request.windows, &mut world, &mut found);
        found.or(world).map_err(LoadError::Invalid)
    }

    /// The years that are read: those of the windows, and those that trends look back to.
    fn span(&self, request: &WorldRequest) -> Window {
        let held = self.listing.years;
        let first = request.windows.iter().map(|w| Window::ending(w.from(), request.reach.max(1)).from()).min();
        let last = request.windows.iter().map(|w| w.to()).max();
        let within = |from, to| Window::new(std::cmp::max(from, held.from()), std::cmp::min(to, held.to())).ok();
        first.zip(last).and_then(|(first, last)| within(first, last)).unwrap_or(held)
    }

    fn named(&self, code: String) -> WorldUnit {
        let name = self.parties.by_code(&code).and_then(|id| self.parties.get(id)).map(|p| p.name.clone());
        WorldUnit { name: name.unwrap_or_else(|| code.clone()), code }
    }

    fn blocs_of(&self, world: &World, request: &WorldRequest, found: &mut Diagnostics) -> Vec<WorldBloc> {
        let mut blocs: Vec<WorldBloc> = Vec::new();
        for code in &request.blocs {
            let Some(id) = self.parties.by_code(code).filter(|id| self.parties.is_bloc(*id)) else {
                let message = format!("no bloc `{code}` has members in memberships.csv");
                let hint = format!(
                    "known are {}; a folder with parties.csv and memberships.csv has its own",
                    self.blocs().join(", ")
                );
                found.push(Place::whole(self.file.display().to_string()), Problem::Import { message, hint });
                continue;
            };
            let of_year = |year| {
                let members = self.parties.counted_members(id, year);
                let mut places: Vec<usize> =
                    members.iter().filter_map(|m| world.place(self.parties.code(*m))).collect();
                places.sort_unstable();
                places
            };
            if blocs.iter().any(|b| b.unit.code == *code) {
                continue;
            }
            let counted = world.span.iter().map(|year| self.parties.counted_members(id, year).len()).collect();
            let members = world.span.iter().map(of_year).collect();
            blocs.push(WorldBloc { unit: self.named(code.clone()), members, counted });
        }
        blocs
    }

    /// In one world nobody is counted twice.
    fn report_overlaps(&self, world: &World, found: &mut Diagnostics) {
        for (i, one) in world.blocs.iter().enumerate() {
            for other in world.blocs.iter().skip(i + 1) {
                let shared = one.members.iter().zip(&other.members).find_map(|(m, n)| m.iter().find(|x| n.contains(x)));
                let Some(member) = shared.and_then(|place| world.unit(*place)) else { continue };
                let message = format!(
                    "{} lies in {} and in {}, and would be counted twice",
                    member.name, one.unit.name, other.unit.name
                );
                let hint = "rank one of the two blocs at a time".to_owned();
                found.push(Place::whole(self.file.display().to_string()), Problem::Import { message, hint });
            }
        }
    }
}
