//! The score card as Markdown, for a manuscript or a web page.

use super::escape::{cell, plain};
use super::page::capital;
use super::{Subject, answer, number, robustness, rows};

/// A heading, a summary table, the body as a table, notes and sources.
pub fn evaluation<'a>(of: impl Into<Subject<'a>>) -> String {
    let s = &of.into();
    let (e, package) = (s.evaluation, s.gauge.package());
    let mut out = format!("# {} – {}, {}\n\n", plain(s.name_a()), plain(s.name_b()), e.window);
    out += &format!("{}\n\n", plain(&answer::sentences(s).join(" ")));
    let made =
        format!("Framework {} {}, data {} {}.", s.framework.code, s.framework.version, package.name, package.version);
    let made = plain(&made);
    match &e.status {
        Some(status) => {
            let since = status.since.as_ref().map_or_else(String::new, |d| format!(" since {d}"));
            out += &format!("{}{since}{}. {made}\n\n", plain(&status.label), super::tenure(status));
        }
        None => out += &format!("No dated status in the data. {made}\n\n"),
    }
    out += "| | score | lower | upper | coverage |\n|---|---:|---:|---:|---:|\n";
    for (label, scored) in [("FORM", e.card.form()), ("CONTENT", e.card.content())] {
        let cells = [
            number::score_or_none(scored.score),
            number::score(scored.lower),
            number::score(scored.upper),
            number::coverage(scored.coverage),
        ];
        out += &format!("| **{label}** | {} |\n", cells.join(" | "));
    }
    match &e.gap {
        Some(gap) => {
            let (low, high) = (number::signed(gap.lower, 1), number::signed(gap.upper, 1));
            out += &format!("| **GAP** | {} | {low} | {high} | |\n\n", number::signed(gap.absolute, 1));
            let peers = gap.stance.map_or_else(String::new, |p| format!("; {}", p.words()));
            let label = e.label().unwrap_or_default();
            out += &format!("Verdict: {}{peers}. Typology: {}.\n", plain(label), gap.typology.words());
            if let Some(r) = &e.robustness {
                out += &format!("Absolute answer: {}.\n", plain(&robustness::absolute(r)));
                out.extend(robustness::relative(r, gap).map(|text| format!("Relative answer: {}.\n", plain(&text))));
                out.extend(robustness::besides(r).iter().map(|text| format!("{}.\n", plain(&capital(text)))));
            }
            let (all, threshold) = (s.framework.parameters().len(), number::plain(s.framework.threshold));
            out += &format!("Parameters at {threshold} or more: {} of {all}.\n", gap.met);
            if let (Some(rank), Some(residual), Some(peers)) = (gap.rank, gap.residual, gap.peers) {
                let (rank, residual) = (number::signed(rank, 0), number::signed(residual, 1));
                out += &format!("Among {peers} peers: rank gap {rank}, residual {residual}.\n");
            }
        }
        None => {
            let (low, high) = e.card.gap_bounds();
            out += &format!("| **GAP** | withheld | {} | {} | |\n", number::signed(low, 1), number::signed(high, 1));
        }
    }
    if let Some(partial) = e.partial {
        out += &format!("\nCONTENT is {}; its bounds are those that the unasked would open.\n", partial.words());
    }
    out += "\n| | score | value | weight | known |\n|---|---:|---|---:|---:|\n";
    for row in rows::body(s, false) {
        let indent = "&emsp;".repeat(row.depth);
        let title = if row.strong { format!("**{}**", cell(&row.title)) } else { cell(&row.title) };
        let value = cell(&row.value);
        out += &format!("| {indent}{title} | {} | {value} | {} | {} |\n", row.score, row.weight, row.known);
    }
    if let Some(a) = &e.card.alternatives {
        out += &format!(
            "\nCONTENT by other rules: arithmetic mean {}, minimum {}, Mazziotta–Pareto {}.\n",
            number::score(a.arithmetic),
            number::score(a.minimum),
            number::score(a.mazziotta_pareto)
        );
    }
    if let Some(text) = super::without_arms(s) {
        out += &format!("\n{text}.\n");
    }
    for text in super::one_mention::told(s) {
        out += &format!("\n{}.\n", capital(&text));
    }
    for (what, carriers) in [("trade", &e.members.trade), ("arms deliveries", &e.members.arms)] {
        let Some(c) = carriers else { continue };
        let name = |id| package.parties.name(id);
        let shares: Vec<String> = c
            .shares
            .iter()
            .map(|(m, share)| format!("{} {}", plain(name(*m)), number::value(*share, "share")))
            .collect();
        let years = crate::analysis::list_years(&c.years);
        let effective = number::score(c.effective);
        out +=
            &format!("\nMembers' shares in {what}, {years}: {} ({effective} effective members).\n", shares.join(", "));
    }
    if !e.warnings.is_empty() {
        out += "\nNotes:\n\n";
        out.extend(e.warnings.iter().map(|w| format!("- {}\n", plain(&w.text))));
    }
    out += "\nSources:\n\n";
    for key in super::explain::sources(package, e.panel.measurements.iter().flatten()) {
        let reference = package.sources.get(&key).map_or("", |s| s.reference.as_str());
        out += &format!("- [{}] {}\n", plain(&key), plain(reference));
    }
    if !s.framework.citations.is_empty() {
        out += "\nFramework:\n\n";
        out.extend(s.framework.citations.iter().map(|c| format!("- [{}] {}\n", plain(&c.key), plain(&c.text))));
    }
    out += &format!("\nFramework sha256 {}, data sha256 {}.\n", s.framework.sha256, package.sha256);
    out
}
