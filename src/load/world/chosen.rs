//! The file of `--parties`: the code of one party on each line.

use std::path::Path;

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::{files, nearest_of};
use crate::model::world::World;

/// How many codes that are near to an unknown one are named.
const NEAR: usize = 3;

/// The places of the parties that the file names; empty lines and what follows `#` are passed over.
pub(super) fn read(path: &Path, world: &World, found: &mut Diagnostics) -> Vec<usize> {
    let text = match files::text(path, files::LARGEST_PAGE) {
        Ok((text, _)) => text,
        Err(e) => {
            found.extend(e.diagnostics().clone());
            return Vec::new();
        }
    };
    let file = path.display().to_string();
    let mut chosen: Vec<usize> = Vec::new();
    for (line, text) in text.lines().enumerate() {
        let code = text.split('#').next().unwrap_or_default().trim();
        if code.is_empty() {
            continue;
        }
        let place = Place::new(file.clone(), line as u64 + 1, 1);
        match world.place(code) {
            Some(unit) if !chosen.contains(&unit) => chosen.push(unit),
            Some(_) => {}
            None => {
                let codes = (0..world.units()).filter_map(|i| world.unit(i)).map(|u| u.code.as_str());
                let nearest = nearest_of(code, codes, NEAR);
                let hint = match nearest.as_slice() {
                    [] => "write codes as the files of [trade] do; a bloc must be named with --blocs too".to_owned(),
                    near => format!("did you mean {}?", near.join(" or ")),
                };
                found.push(place, Problem::Import { message: format!("`{code}` has no flow in these years"), hint });
            }
        }
    }
    if chosen.len() < 2 && found.is_empty() {
        let problem = Problem::Import {
            message: "fewer than two parties are named".into(),
            hint: "a pair has two sides: write one code on each line".into(),
        };
        found.push(Place::whole(file), problem);
    }
    chosen.sort_unstable();
    chosen
}
