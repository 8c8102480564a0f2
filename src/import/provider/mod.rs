//! The layouts that are known, a file each.

pub(super) mod baci;
pub(super) mod census;
pub(super) mod comtrade;
pub(super) mod cow;
pub(super) mod imf;
pub(super) mod singstat;
pub(super) mod sipri_register;
pub(super) mod sipri_values;
pub(super) mod unmapped;
pub(super) mod votes;
pub(super) mod wide;
pub(super) mod wits;
