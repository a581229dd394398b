// Small text helpers: UTF-8 checking, splitting, and the nearest names to one
// that nobody declared.
//
// Thread safety: pure functions.

#ifndef LICET_BASE_TEXT_H_
#define LICET_BASE_TEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet {

// Byte offset of the first byte that is not well-formed UTF-8 (Unicode 15,
// table 3-7), or nothing.
std::optional<std::size_t> FindInvalidUtf8(std::string_view text);

// Display width in terminal columns (East Asian wide characters count 2).
int DisplayWidth(std::string_view text);

std::string_view Trim(std::string_view text);  // ASCII blanks
std::vector<std::string_view> Split(std::string_view text, char separator);
std::string Join(const std::vector<std::string>& parts, std::string_view separator);
std::string AsciiLower(std::string_view text);
// "presumption-of-denial" -> "presumption of denial", for sentences.
std::string Unhyphenated(std::string_view words);

// Up to `most` candidates nearest to `name`, best first: case-insensitive
// Damerau-Levenshtein distance at most a third of the longer length, or one a
// part of the other. Ties in input order.
std::vector<std::string> NearestNames(std::string_view name,
                                      const std::vector<std::string>& candidates,
                                      std::size_t most = 3);

// "; did you mean 'A' or 'B'?", or "" for no names.
std::string OfferNames(const std::vector<std::string>& names);
// The same for the candidates nearest to `name`.
std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates);

// One line safe to show: control bytes escaped, cut at `most` bytes with "...".
std::string Quoted(std::string_view text, std::size_t most = 60);

}  // namespace licet

#endif  // LICET_BASE_TEXT_H_
