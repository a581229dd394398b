// How the regime commands write packs, provisions and dates.

#ifndef LICET_CLI_REGIME_TEXT_H_
#define LICET_CLI_REGIME_TEXT_H_

#include <nlohmann/json.hpp>
#include <string>

#include "licet/gate/judge.h"

namespace licet {

using OrderedJson = nlohmann::ordered_json;

// One object or array; `indent` -1 is one line. A byte that is not UTF-8 is replaced.
std::string Dumped(const OrderedJson& json, int indent = 1);

// "both", "enforced", "codified".
std::string ReadingOf(const Validity& validity);
// Days that a pack may leave out are null.
OrderedJson DayJson(Date day);
OrderedJson CiteJson(const Cite& cite);
OrderedJson ClocksJson(Date as_of, const Clocks& clocks);
// A provision with its dates as written; not what it defeats.
OrderedJson ProvisionJson(const Pack& pack, const Provision& provision);

// "15 CFR 774 Supp. 1, 3A090.a.1 [88 FR 73458]".
std::string CiteText(const Cite& cite);
// "file.yaml:12", without the folder.
std::string ShortPlace(const Place& place);
// "-> 3A090.a", "-> bars HK, MO"; "" for a provision that only defeats.
std::string GivesText(const Schema& schema, const Pack& pack, const Provision& provision);
// "as of 2026-11-21, known 2026-11-21, enforced reading".
std::string ClocksText(Date as_of, const Clocks& clocks);

}  // namespace licet

#endif  // LICET_CLI_REGIME_TEXT_H_
