//! A line as signatures see it.

use super::fold;
use crate::text::carried;

/// A line in each of the ways in which it can be read.
pub struct Line {
    readings: Vec<Vec<String>>,
    folded: Vec<Vec<String>>,
    /// How many of the readings are of the line itself, not of a text that it carries.
    own: usize,
}

impl Line {
    /// Reads a line without control sequences of terminals.
    #[must_use]
    pub fn new(line: &str) -> Line {
        let mut readings = carried::of_line(line);
        let own = readings.len();
        readings.extend(carried::texts(line));
        let fold =
            |reading: &Vec<String>| reading.iter().map(|line| fold(line)).collect();
        Line { folded: readings.iter().map(fold).collect(), readings, own }
    }

    /// The lines of the texts that it carries, as [`carried::texts`] reads them.
    pub fn carried(&self) -> impl Iterator<Item = &str> {
        self.readings.iter().skip(self.own).flatten().map(String::as_str)
    }

    /// The lines of all readings as they stand, the line itself first.
    pub(super) fn plain(&self) -> impl Iterator<Item = &str> {
        self.readings.iter().flatten().map(String::as_str)
    }

    /// The same reading by reading, in the form in which texts are compared.
    pub(super) fn folded(&self) -> impl Iterator<Item = &[String]> {
        self.folded.iter().map(Vec::as_slice)
    }
}
