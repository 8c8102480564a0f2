//! `spscore new`: a data package of one's own, with everything but the figures.

use super::{Failure, Outcome, args, output};
use crate::scaffold::{self, Request};

pub(super) fn run(args: &args::New) -> Result<Outcome, Failure> {
    let dir = &args.dir;
    let name = dir.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let request = Request { name, parties: args.parties.clone(), peers: args.peers.clone() };
    let made = scaffold::package(&request).map_err(|e| Failure::new(Outcome::BadUsage, format!("error: {e}")))?;
    output::write_new_folder(dir, &made.files)?;
    let (shown, slug) = (dir.display(), &made.slug);
    let [one, other] = &made.pair;
    output::remark(&format!(
        "{shown}: a package for {one} and {other}, {} files, no figure yet\n\
         Next     read {shown}/FILL-IN.md: what to bring first, and the line that brings it\n         \
         spscore check {shown}\n         spscore evaluate {slug} --data {shown}\n",
        made.files.len()
    ))?;
    Ok(Outcome::Done)
}
