//! FILL-IN.md of a new package: what to bring first, from whom, and the line that brings it.

use super::Request;
use super::parties::All;

pub(super) fn text(request: &Request, all: &All) -> String {
    let (slug, [one, other]) = all.pair();
    let name = &request.name;
    let [first, second] = [all.first(), all.second()];
    let parties: Vec<&str> = all.parties.iter().map(|m| m.code.as_str()).collect();
    let parties = parties.join(",");
    format!(
        "# What to fill in

This package is for the partnership `{slug}` ({one} and {other}). It holds no figure yet. What you do not fill in stays
missing: its scores are withheld, with the bounds that the unknown leaves open. `spscore check {name}` reports all
problems at once, and `spscore evaluate {slug} --data {name}` says what is missing next.

Bring the tables in this order; each step is worth the next one. `import` tells what it took, what it left out and why,
and adds the provider to `sources.bib`. Running a line again changes nothing.

## 1. Speeches: mentions.csv, issue_attention.csv

A folder of texts and a table that says of each file who speaks and when (columns `file`, `speaker`, `year`). The United
Nations General Debate Corpus (https://doi.org/10.7910/DVN/0TJX8Y, CC0) has every state's yearly speech. Bring the
speeches of all states, not only of the two: the rate of all others is what each is set against.

    spscore mentions count speeches --metadata speeches.csv --into {name}

## 2. Trade: trade.csv, trade_margins.csv

CEPII BACI (https://www.cepii.fr, database BACI, Open Licence 2.0): the yearly files and the file of country codes. The
totals of all economies come from the same files, so bring whole years.

    spscore import BACI_HS92_Y2018_V202401.csv country_codes_V202401.csv --into {name} --parties {parties}

UN Comtrade, WITS, IMF and other layouts are recognised as well; `spscore import FILE --into {name}` says as what.

## 3. Arms: arms.csv, arms_margins.csv

SIPRI Arms Transfers Database (https://armstransfers.sipri.org): the trade register with one row for each year of
delivery, or the tables of import and export values of {one} and of {other}. SIPRI asks to be cited, and not to have
more than a tenth of the database passed on.

    spscore import trade-register.csv --into {name} --parties {parties}

## 4. Status: status.csv, by hand or from a list

One row for each step, with a source in `sources.bib`. The rungs stand in `framework.toml` under `[indicator.ladder]`.

    party,with,rung,label,date,precision,source,quote,note,to
    {first},{second},strategic,Strategic Partnership,2001-03,month,example-joint-statement,\"the words of the source\",,

`date` is empty and `precision` is `unknown` where no source prints it. `to` is the last day of a status that ended.

A list of partnerships or of treaties becomes rows of this table, or of the next, with a file that says which column is
what (docs/import.md, \"A table of one's own\"):

    spscore import table list.csv --map map.toml --into {name}

## 5. Bodies and agreements: institutions.csv, by hand

One row for each platform or body that was looked up, with `held` = yes, no, none_found or not_available. The codes
stand in `framework.toml` under `[[platform]]`. What nobody looked up has no row, and is not a no.

    party,with,institution,held,from,to,as_of,source,quote,note
    {first},{second},summit,yes,2004,,,example-joint-statement,\"the words of the source\",

Say in `datapackage.json` up to when you looked, with `\"known_to\": \"2024\"` in the entries of status and institutions.

## 6. Votes: positions.csv

Recorded votes of the General Assembly (https://digitallibrary.un.org/record/4060887, or Voeten's data,
https://doi.org/10.7910/DVN/LEJUQZ). Without them coordination rests on what both speak of (step 1).

    spscore import 2024_09_12_ga_voting.csv --into {name} --parties {parties}

## 7. Then

- `issues.csv` is a declared list of issues with patterns; change it if yours are others, before you look at a score.
- `framework.toml` is yours: goalposts, weights, peers, each with its reason. Its anchored goalposts come from another
  sample; `spscore framework anchors --data {name} --framework {name}/framework.toml` computes them from your peers.
- Give `datapackage.json` the day up to which the data speak (`\"created\": \"2025-06-30\"`), then dates in the future
  are found.
"
    )
}
