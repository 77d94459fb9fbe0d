//! A file of leads: CSV for its owner alone, written beside its place and put there when it is whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::error::Error;
use crate::leads::Exported;
use crate::report::csv_safe;

/// A file that is being written. Dropped before its end it leaves nothing behind.
pub struct LeadFile {
    path: PathBuf,
    writer: csv::Writer<NamedTempFile>,
    rows: u64,
}

impl LeadFile {
    /// Begins a file that is to stand at `path`, in place of one that is there; folders on the way are made.
    ///
    /// # Errors
    /// It cannot be written there, or something else than a file is there.
    pub fn create(path: &Path) -> Result<LeadFile, Error> {
        let wrong = |error: io::Error| unwritable(path, &error.to_string());
        // Neither a folder nor a device is taken away.
        match fs::symlink_metadata(path) {
            Ok(there) if !there.is_file() => return Err(unwritable(path, "something else than a file is there")),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(wrong(error)),
            _ => {}
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        fs::create_dir_all(folder).map_err(wrong)?;
        // The builder's files are their owner's alone.
        let file = Builder::new().prefix(".odlm").tempfile_in(folder).map_err(wrong)?;
        Ok(LeadFile { path: path.to_owned(), writer: csv::Writer::from_writer(file), rows: 0 })
    }

    /// Where it is to stand.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the names of the columns.
    pub(super) fn header<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Result<(), Error> {
        self.writer.write_record(names).map_err(|error| failed(&self.path, &error.to_string()))
    }

    /// Writes rows; what a spreadsheet would take for a formula is made a text.
    pub(super) fn rows(&mut self, rows: &[Vec<Exported>]) -> Result<(), Error> {
        for row in rows {
            let cells = row.iter().map(|cell| match cell {
                Exported::Text(text) => csv_safe(text),
                Exported::Number(number) => number.as_str().into(),
            });
            let cells: Vec<_> = cells.collect();
            self.writer
                .write_record(cells.iter().map(|cell| cell.as_bytes()))
                .map_err(|error| failed(&self.path, &error.to_string()))?;
        }
        self.rows += rows.len() as u64;
        Ok(())
    }

    /// Puts the file into its place; returns where, and how many leads it has.
    pub(super) fn finish(self) -> Result<(PathBuf, u64), Error> {
        let LeadFile { path, writer, rows } = self;
        let wrong = |error: &io::Error| failed(&path, &error.to_string());
        let file = writer.into_inner().map_err(|error| wrong(error.error()))?;
        file.as_file().sync_all().map_err(|error| wrong(&error))?;
        file.persist(&path).map_err(|refused| wrong(&refused.error))?;
        Ok((path, rows))
    }
}

fn unwritable(path: &Path, why: &str) -> Error {
    Error::usage(
        format!("`{}` cannot be written: {why}", path.display()),
        "check the folder and its rights, or choose another place",
    )
}

fn failed(path: &Path, why: &str) -> Error {
    Error::System { what: format!("`{}` cannot be written", path.display()), detail: why.to_owned() }
}
