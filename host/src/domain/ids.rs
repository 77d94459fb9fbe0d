//! Odoo's record ids, one type a model, so that a lead's id is never taken for a person's.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($name:ident, $model:literal) => {
        #[doc = concat!("The id of a `", $model, "` record: a whole number above 0.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
    };
}

id!(LeadId, "crm.lead");
id!(UserId, "res.users");
id!(TeamId, "crm.team");
