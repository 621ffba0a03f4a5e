#!/usr/bin/env python3
"""Makes words/<language>.txt: the commonest words of each language that kedb stems, with their Zipf values.

    python3 make-words.py --latinime DIRECTORY [--cache DIRECTORY] [LANGUAGE ...]

The Zipf value of a word is the base-10 logarithm of how often it occurs in a billion (10^9) words of
running text (van Heuven, Mandera, Keuleers and Brysbaert, "SUBTLEX-UK", 2014): 7 is "the", 6 "thing",
5 "server" and 4 "badge".

Every source is skewed in its own way: film subtitles know "kill" and not "invoice", an encyclopedia knows
"century" and not "please". So a word's value is made from several sources: the median of three, or the mean
of two. A source that lacks a word says nothing about it, since two of the sources were cut down to what a
spelling dictionary knows.

Sources, all under licences that allow the use in kedb (see README.md and NOTICE in this folder):

* pyspellchecker (PyPI, MIT): counts from film subtitles.
* wordsegment (PyPI, Apache-2.0): English counts from web pages.
* spacy-lookups-data (PyPI, MIT): log probabilities from web and discussion text.
* The word lists of the Android Open Source Project's keyboard, LatinIME (Apache-2.0): a number from 0 to
  255 on a logarithmic scale for each word. Their scale is fitted to Zipf values by rank, on the seven
  languages that have counted sources too.
  The lists are in no package; DIRECTORY is a checkout (bare or not) of

      https://github.com/LineageOS/android_packages_inputmethods_LatinIME

  that has the commit LATINIME_COMMIT.

The output depends on these pinned inputs alone. Python 3.9 or later, git and pip are needed.
"""

import argparse
import gzip
import hashlib
import json
import math
import pathlib
import re
import statistics
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent

# Package name: its version and the SHA-256 of its wheel.
PACKAGES = {
    "pyspellchecker": ("0.9.1", "c79b144b4bad20024bf489ad3ffd96b76f3f53439e9fa59ac607896352852f3d"),
    "spacy-lookups-data": ("1.0.5", "466f21f087e4144bc93800679437ec5a17be7d0888734b1ba880b3ecb0978bc6"),
    "wordsegment": ("1.3.1", "dd10e32fdb890079532ddffc1d179f839627af8345ecf52b84627a536449648d"),
}

LATINIME_COMMIT = "fb6334efd71c9cf079cc2bba82ceb32d8d0189c4"

# Language: the LatinIME lists, and the counted sources.
LANGUAGES = {
    "en": (["en_US", "en_GB"], ["subtitles", "web", "probabilities"]),
    "de": (["de"], ["subtitles", "probabilities"]),
    "es": (["es"], ["subtitles", "probabilities"]),
    "pt": (["pt_PT", "pt_BR"], ["subtitles"]),
    "fr": (["fr"], ["subtitles"]),
    "it": (["it"], ["subtitles"]),
    "nl": (["nl"], ["subtitles"]),
    "da": (["da"], []),
    "fi": (["fi"], []),
    "nb": (["nb"], []),
    "pl": (["pl"], []),
    "ru": (["ru"], ["subtitles"]),
    "sv": (["sv"], []),
}

# The languages by which the scale of LatinIME is fitted.
FITTED = ["en", "de", "es", "pt", "fr", "it", "nl"]

# How many of the commonest words are kept. English has more because its list also says what is no misspelling.
KEPT = {"en": 9000}
KEPT_OTHERWISE = 4000

# The least Zipf value of an office word: the sources are films, encyclopedias and older web pages, but in an office
# the word is ordinary.
OFFICE_ZIPF = 3.5

# Letters, with apostrophes between them.
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*\Z")


def normalise(word):
    """The lowercase form of a word with the plain apostrophe, or None if it is no word."""
    word = word.lower().replace("\u2019", "'")
    return word if WORD.match(word) else None


def zipf_of_counts(counts):
    """Zipf values of words from their counts or probabilities, which need not sum to one."""
    total = sum(counts.values())
    return {word: math.log10(count / total) + 9 for word, count in counts.items()}


class Sources:
    """Reads the pinned sources. Each method returns a table from word to Zipf value, LatinIME's to its own scale."""

    def __init__(self, cache, latinime):
        self.cache = cache
        self.latinime_repository = latinime

    def member(self, package, path):
        """The bytes of a file in a wheel, which is downloaded if the cache lacks it and checked against its hash."""
        version, wanted = PACKAGES[package]
        stem = f"{package.replace('-', '_')}-{version}-"
        wheels = lambda: sorted(self.cache.glob(stem + "*.whl"))
        if not wheels():
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                 "--dest", str(self.cache), f"{package}=={version}"],
                check=True,
            )
        wheel = wheels()[0]
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != wanted:
            sys.exit(f"{wheel.name} has the hash {found}, but {wanted} is expected. Delete it and try again.")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(path)

    def subtitle_counts(self, language):
        """The raw counts of pyspellchecker."""
        data = gzip.decompress(self.member("pyspellchecker", f"spellchecker/resources/{language}.json.gz"))
        return json.loads(data)

    def subtitles(self, language):
        # The package gives words that its dictionary knows and its corpus lacks the smallest count, so that
        # count says nothing.
        counts = self.subtitle_counts(language)
        smallest = min(counts.values())
        return summed((word, count) for word, count in counts.items() if count > smallest)

    def web(self, language):
        lines = self.member("wordsegment", "wordsegment/unigrams.txt").decode().splitlines()
        return summed((word, int(count)) for word, count in (line.split("\t") for line in lines))

    def probabilities(self, language):
        path = f"spacy_lookups_data/data/{language}_lexeme_prob.json.gz"
        data = gzip.decompress(self.member("spacy-lookups-data", path))
        return summed((word, math.exp(value)) for word, value in json.loads(data).items())

    def latinime(self, language):
        """The 0 to 255 scale of LatinIME. Several lists of a language are joined; the higher value counts."""
        scale = {}
        for name in LANGUAGES[language][0]:
            blob = subprocess.run(
                ["git", "-C", str(self.latinime_repository), "show",
                 f"{LATINIME_COMMIT}:dictionaries/{name}_wordlist.combined.gz"],
                check=True, stdout=subprocess.PIPE,
            ).stdout
            for match in re.finditer(r"^ word=([^,\n]+),f=(\d+)", gzip.decompress(blob).decode(), re.MULTILINE):
                word, value = normalise(match[1]), int(match[2])
                if word and value > 0:
                    scale[word] = max(value, scale.get(word, 0))
        return scale

    def counted(self, language):
        return [getattr(self, name)(language) for name in LANGUAGES[language][1]]


def summed(pairs):
    """Zipf values from pairs of a raw word and its count; the counts of words that differ in case are added."""
    counts = {}
    for raw, count in pairs:
        word = normalise(raw)
        if word and count > 0:
            counts[word] = counts.get(word, 0) + count
    return zipf_of_counts(counts)


def fit_latinime(sources):
    """The line (offset, slope) from LatinIME's scale to Zipf values.

    The word of rank r in LatinIME's list is taken to be as frequent as the word of rank r in the counted sources
    of the same language, on average. The line is fitted by least squares at 31 ranks from 10 to 10,000, which
    are evenly spaced on a logarithmic scale, of all languages in FITTED.
    """
    points = []
    for language in FITTED:
        tables = [sorted(table.values(), reverse=True) for table in sources.counted(language)]
        scale = sorted(sources.latinime(language).values(), reverse=True)
        for step in range(31):
            rank = round(10 ** (1 + step / 10)) - 1
            points.append((scale[rank], sum(table[rank] for table in tables) / len(tables)))
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return mean_y - slope * mean_x, slope


def topicless(language):
    """The words of topicless/<language>.txt."""
    lines = (HERE / "topicless" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def office_words(language):
    """The words of office/<language>.txt, ordinary words of office and IT that are kept however rare the sources say they are."""
    return set((HERE / "office" / f"{language}.txt").read_text(encoding="utf-8").split())


def word_table(sources, language, line):
    """The pairs (word, Zipf value) that are kept, by falling value and then by word."""
    offset, slope = line
    latinime = {word: offset + slope * value for word, value in sources.latinime(language).items()}
    tables = dict(zip(LANGUAGES[language][1], sources.counted(language)))
    one_letter = {word for word in topicless(language) if len(word) == 1}
    office = office_words(language)

    # These two lists were checked against spelling dictionaries by their makers. The other sources hold
    # misspellings and markup too, so a word must be in one of these two.
    spelled = set(latinime)
    if "subtitles" in tables:
        spelled |= {word for word in map(normalise, sources.subtitle_counts(language)) if word}

    # LatinIME's lists know little of spoken language and of new words, so they count where there are fewer than two
    # other sources.
    if len(tables) < 2:
        tables["latinime"] = latinime

    values = {}
    for word in spelled | office:
        if len(word) == 1 and word not in one_letter:
            continue
        # The web list and the probabilities cut words at apostrophes, so they say nothing about such words.
        able = [table for name, table in tables.items() if "'" not in word or name in ("subtitles", "latinime")]
        found = [table[word] for table in able if word in table]
        if not found and word in latinime:
            found = [latinime[word]]
        if word in office:
            values[word] = max(OFFICE_ZIPF, statistics.median(found)) if found else OFFICE_ZIPF
        elif found:
            values[word] = statistics.median(found)
    order = sorted(values, key=lambda word: (-values[word], word))
    kept = set(order[: KEPT.get(language, KEPT_OTHERWISE)]) | office
    table = [(word, round(values[word], 1)) for word in kept]
    return sorted(table, key=lambda pair: (-pair[1], pair[0]))


def main():
    parser = argparse.ArgumentParser(description="Makes the word tables of kedb from pinned sources.")
    parser.add_argument("--latinime", type=pathlib.Path, required=True, help="a checkout of LatinIME's repository")
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path("words-cache"), help="where wheels are kept")
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="the languages to make; all if none is given")
    arguments = parser.parse_args()
    unknown = set(arguments.languages) - set(LANGUAGES)
    if unknown:
        parser.error(f"no sources for {' '.join(sorted(unknown))}; known are {' '.join(LANGUAGES)}")

    arguments.cache.mkdir(parents=True, exist_ok=True)
    sources = Sources(arguments.cache, arguments.latinime)
    line = fit_latinime(sources)
    print(f"LatinIME to Zipf: {line[0]:.3f} + {line[1]:.5f} f", file=sys.stderr)
    for language in arguments.languages or LANGUAGES:
        table = word_table(sources, language, line)
        lines = "".join(f"{word}\t{zipf:.1f}\n" for word, zipf in table)
        (HERE / "words" / f"{language}.txt").write_text(lines, encoding="utf-8", newline="\n")
        print(f"{language}: {len(table)} words, down to Zipf {table[-1][1]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
