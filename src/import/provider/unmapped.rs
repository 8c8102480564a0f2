//! Layouts that are known and not imported, since the package has no table for what they hold, or since another file
//! serves better. Each says why and what can be done.

use super::sipri_values::refusal;
use crate::diagnostic::Diagnostics;
use crate::import::collection::Collection;
use crate::import::layout::{Head, Input, Likeness, Provider};

/// One such layout.
pub struct Unmapped {
    code: &'static str,
    title: &'static str,
    page: &'static str,
    columns: &'static [&'static str],
    why: &'static str,
    instead: &'static str,
}

/// CEPII Gravity.
pub const GRAVITY: Unmapped = Unmapped {
    code: "cepii-gravity",
    title: "CEPII Gravity",
    page: "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=8",
    columns: &["year", "iso3_o", "iso3_d", "tradeflow_baci"],
    why: "Gravity repeats the flows of BACI, Comtrade and the IMF beside many other variables, and the package keeps one source of a flow",
    instead: "bring BACI's own files; or map one column of a part of the file: --map with exporter = \"iso3_o\", importer = \"iso3_d\", year = \"year\", value = \"tradeflow_baci\", scale = 1000",
};

/// Alliances by pair and year, after ATOP.
pub const ATOP: Unmapped = Unmapped {
    code: "atop",
    title: "Alliance Treaty Obligations and Provisions, by pair and year",
    page: "http://www.atopdata.org",
    columns: &["ccode1", "ccode2", "year", "atop_defense"],
    why: ALLIANCES,
    instead: TYPED,
};

/// Alliances by pair and year, Correlates of War.
pub const COW_ALLIANCES: Unmapped = Unmapped {
    code: "cow-alliances",
    title: "Correlates of War, formal alliances by pair and year",
    page: "https://correlatesofwar.org/data-sets/formal-alliances/",
    columns: &["ccode1", "ccode2", "year", "cow_defense"],
    why: ALLIANCES,
    instead: TYPED,
};

/// Formal Bilateral Influence Capacity.
pub const FBIC: Unmapped = Unmapped {
    code: "fbic",
    title: "Formal Bilateral Influence Capacity (Pardee Institute)",
    page: "https://korbel.du.edu/pardee/fbic",
    columns: &["iso3a", "iso3b", "year", "exportsallgoodatob_alldata"],
    why: "FBIC joins flows of trade and arms of other providers with indices made of them, and the package keeps one source of a flow",
    instead: "bring the providers' own files; or map one column of a part of the file: --map with exporter = \"iso3a\", importer = \"iso3b\", year = \"year\", value = \"exportsallgoodatob_alldata\", and scale where its unit is not the dollar",
};

/// The International Monetary Fund's World Economic Outlook.
pub const WEO: Unmapped = Unmapped {
    code: "imf-weo",
    title: "IMF World Economic Outlook, by country",
    page: "https://www.imf.org/en/Publications/WEO",
    columns: &["WEO Country Code", "ISO", "WEO Subject Code", "Subject Descriptor"],
    why: "the World Economic Outlook has series of single countries, such as their product, and no table of the package holds one",
    instead: "trade between parties is in IMF DOTS; a series of one's own belongs in a plain table (spscore evaluate --table)",
};

const ALLIANCES: &str =
    "the package has no yearly table of alliances: an agreement is an institution with dates and a source";
const TYPED: &str =
    "enter the agreement with its dates in institutions.csv, under an institution that the framework declares";

impl Provider for Unmapped {
    fn code(&self) -> &'static str {
        self.code
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn page(&self) -> &'static str {
        self.page
    }

    fn recognise(&self, head: &Head) -> Likeness {
        head.likeness(self.columns)
    }

    fn read(&self, input: &Input, _: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let head = crate::sheet::head(&input.path, &input.options)?;
        Err(refusal(&head, 1, self.why, self.instead))
    }
}
