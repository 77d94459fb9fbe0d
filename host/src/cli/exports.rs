//! The flags that write leads to files, as the Python tool has them, and which files they mean.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::output::say;
use super::own::free_for_leads;
use crate::config::Config;
use crate::error::Error;
use crate::pipeline::{Exports, LeadFile, Stage};

/// The file of the leads that are up for distribution.
const LEADS: &str = "distributable_leads.csv";
/// The folder of the stages' files.
const STAGES: &str = "lead_stages";
/// The most letters of a campaign's name in a file's name.
const NAME_LIMIT: usize = 60;
/// The stages, each with the begin of its file's name.
const FILES: [(Stage, &str); 3] = [
    (Stage::Before, "before_filtering"),
    (Stage::AfterDropback, "after_dropback"),
    (Stage::AfterFilters, "after_all_filters"),
];

/// Leads as files.
#[derive(Debug, Default, Args)]
pub(super) struct ExportFlags {
    /// Write the leads that are up for distribution to a CSV file.
    #[arg(long, conflicts_with = "generate_config")]
    pub(super) export_leads: bool,
    /// With --export-leads: the file. Default: distributable_leads.csv.
    #[arg(long, value_name = "FILE", requires = "export_leads")]
    pub(super) leads_output: Option<PathBuf>,
    /// Which fields of the leads the files have, like id,name,phone. Default: the usual and the mapped ones.
    #[arg(long, value_name = "FIELDS", value_parser = fields, conflicts_with = "generate_config")]
    pub(super) leads_fields: Option<Fields>,
    /// Write every lead of the window as it is before the filters.
    #[arg(long, conflicts_with = "generate_config")]
    pub(super) export_before_filter: bool,
    /// Write the leads that passed all filters.
    #[arg(long, conflicts_with = "generate_config")]
    pub(super) export_after_filter: bool,
    /// Write the leads of every stage: before the filters, without the old ones, behind all filters.
    #[arg(long, conflicts_with = "generate_config")]
    pub(super) export_all_stages: bool,
    /// The folder of the stages' files. Default: lead_stages.
    #[arg(long, value_name = "FOLDER", conflicts_with = "generate_config")]
    pub(super) stages_output_dir: Option<PathBuf>,
    /// Print how many leads each filter left out.
    #[arg(long, conflicts_with_all = ["json", "generate_config"])]
    pub(super) show_filter_delta: bool,
}

/// Names of fields.
#[derive(Clone, Debug)]
pub(super) struct Fields(Vec<String>);

fn fields(text: &str) -> Result<Fields, String> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    match names.iter().any(String::is_empty) {
        true => Err("write names of fields with commas between them, like id,name,phone".to_owned()),
        false => Ok(Fields(names)),
    }
}

/// The names that files of campaigns have got so far: no campaign of a folder writes over another's.
#[derive(Default)]
pub(super) struct Taken(BTreeSet<String>);

impl ExportFlags {
    fn wants(&self, stage: Stage) -> bool {
        self.export_all_stages
            || match stage {
                Stage::Before => self.export_before_filter,
                Stage::AfterDropback => false,
                Stage::AfterFilters => self.export_after_filter,
            }
    }

    /// Refuses flags that say how to write what nothing asks to be written.
    pub(super) fn check(&self) -> Result<(), Error> {
        let stages = FILES.iter().any(|(stage, _)| self.wants(*stage));
        let without = |flag: &str, hint: &str| Err(Error::usage(format!("`{flag}` has nothing to work on"), hint));
        match (
            self.leads_fields.is_some() && !self.export_leads && !stages,
            self.stages_output_dir.is_some() && !stages,
        ) {
            (true, _) => without("--leads-fields", "add `--export-leads` or `--export-all-stages`"),
            (_, true) => without("--stages-output-dir", "add `--export-all-stages` or one of the stages"),
            _ => Ok(()),
        }
    }

    /// The files of one campaign, begun, so that one that cannot be written is found before anything is planned. `of_many`: with the
    /// campaign in the name of the leads' file too, for a folder.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(super) fn begin(&self, config: &Config, taken: &mut Taken, of_many: bool) -> Result<Option<Exports>, Error> {
        let campaign = taken.name(&config.campaign);
        let mut files = Vec::new();
        if self.export_leads {
            let path = self.leads_output.clone().unwrap_or_else(|| PathBuf::from(LEADS));
            let path = if of_many { beside(&path, &campaign) } else { path };
            free_for_leads(&path, config)?;
            files.push((Stage::AfterFilters, LeadFile::create(&path)?));
        }
        let folder = self.stages_output_dir.clone().unwrap_or_else(|| PathBuf::from(STAGES));
        let zone = config.execution.time_zone.clone().unwrap_or(TimeZone::UTC);
        let time = Timestamp::now().to_zoned(zone).strftime("%Y%m%d_%H%M%S").to_string();
        for (stage, name) in FILES.into_iter().filter(|(stage, _)| self.wants(*stage)) {
            files.push((stage, LeadFile::create(&free(&folder, &format!("{name}_{campaign}_{time}")))?));
        }
        let asked = self.leads_fields.as_ref().map(|Fields(names)| names.clone());
        Ok((!files.is_empty()).then(|| Exports::new(asked, files)))
    }
}

/// Says which files are there.
pub(super) fn told(exports: Option<&Exports>) {
    for (path, leads) in exports.map(Exports::written).unwrap_or_default() {
        let leads = if leads == 1 { "1 lead".to_owned() } else { format!("{leads} leads") };
        say(&format!("{leads} written to `{}`", path.display()));
    }
}

impl Taken {
    /// A campaign's name as a part of a file's name, unlike those before it.
    pub(super) fn name(&mut self, campaign: &str) -> String {
        let plain: String = campaign
            .chars()
            .take(NAME_LIMIT)
            .map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' })
            .collect();
        let numbered = (2_u32..).map(|number| format!("{plain}_{number}"));
        let mut names = std::iter::once(plain.clone()).chain(numbered);
        // Some systems do not tell large letters from small ones.
        names.find(|name| self.0.insert(name.to_lowercase())).unwrap_or(plain)
    }
}

/// A file's path with a campaign behind its stem.
pub(super) fn beside(path: &Path, campaign: &str) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    let name = if ending.is_empty() { format!("{stem}_{campaign}") } else { format!("{stem}_{campaign}.{ending}") };
    path.with_file_name(name)
}

/// A path of a folder that no file has: two runs of one second do not share it.
fn free(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2_u32..1_000).map(|number| folder.join(format!("{name}_{number}.csv")));
    let first = folder.join(format!("{name}.csv"));
    std::iter::once(first.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_campaigns_become_names_of_files_that_differ() {
        let mut taken = Taken::default();
        let names: Vec<String> =
            ["Voice", "voice", "Vo/ice", "Vo:ice", "Zoë – 2", "../x"].map(|name| taken.name(name)).into();
        assert_eq!(names, ["Voice", "voice_2", "Vo_ice", "Vo_ice_2", "Zoë___2", "___x"]);
        assert!(taken.name(&"x".repeat(300)).len() <= NAME_LIMIT);
    }

    #[test]
    fn a_campaign_stands_before_the_ending() {
        assert_eq!(beside(Path::new("a/leads.csv"), "Voice"), Path::new("a/leads_Voice.csv"));
        assert_eq!(beside(Path::new("leads"), "Voice"), Path::new("leads_Voice"));
    }
}
