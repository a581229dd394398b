// Small readings of what publishers write: dates in their many forms, the
// footnotes of the Entity List, ids made of names.

#ifndef LICET_SCREENING_LIST_TEXT_H_
#define LICET_SCREENING_LIST_TEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"

namespace licet {

// One line: runs of blanks and control characters become one blank; trimmed.
std::string CleanLine(std::string_view text);

// 2022-06-21 (also with a time after it), 2022/06/21, 6/21/2022, June 21, 2022,
// 03 Jun 2021.
std::optional<Date> ReadListDate(std::string_view text);

// Footnotes of the Entity List, told by the foreign-direct-product paragraph
// that a licence requirement cites; the superscripts themselves are lost in
// most copies. Sorted. *doubtful when it cites 734.9(e) and not which part.
std::vector<int> FootnotesIn(std::string_view licence_requirement, bool* doubtful);

// "Huawei Technologies Co., Ltd." -> "huawei-technologies-co-ltd". Bytes beyond
// ASCII stay; a long text ends with a hash of all of it.
std::string SlugOf(std::string_view text);

// Parts between separators, cleaned, without empty ones.
std::vector<std::string> SplitClean(std::string_view text, char separator);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_TEXT_H_
