//! The names behind many2one and many2many ids: leads are read with plain ids, each name is read once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::odoo::{OdooError, OdooRead, ReadCall, ReadMethod, id_of, records, text_of};

/// The most ids asked for in one call.
const CHUNK: usize = 5_000;

/// Names by model and id.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_model: HashMap<String, HashMap<u64, Arc<str>>>,
}

impl Names {
    /// Reads the names of the ids of each model.
    pub(super) async fn read(
        odoo: &dyn OdooRead,
        wanted: &BTreeMap<String, BTreeSet<u64>>,
    ) -> Result<Names, OdooError> {
        let mut names = Names::default();
        for (model, ids) in wanted {
            let ids: Vec<u64> = ids.iter().copied().collect();
            let known = names.by_model.entry(model.clone()).or_default();
            for chunk in ids.chunks(CHUNK) {
                let fields = vec!["display_name"];
                let call = ReadCall::new(model, ReadMethod::Read).ids(chunk).with("fields", fields).with("load", "");
                for row in records(model, odoo.read(call).await?)? {
                    if let (Some(id), Some(name)) = (id_of(row.get("id")), text_of(row.get("display_name"))) {
                        known.insert(id, Arc::from(name));
                    }
                }
            }
        }
        Ok(names)
    }

    /// The name of a record.
    pub(super) fn of(&self, model: &str, id: u64) -> Option<Arc<str>> {
        self.by_model.get(model)?.get(&id).cloned()
    }
}
