// Countries as publishers of lists write them: "Korea, North", "PRC",
// "Islamic Republic of Iran", each to its ISO 3166-1 alpha-2 code.
//
// Thread safety: immutable once loaded.

#ifndef LICET_SCREENING_COUNTRY_NAMES_H_
#define LICET_SCREENING_COUNTRY_NAMES_H_

#include <map>
#include <string>
#include <string_view>

#include "licet/base/error.h"
#include "licet/base/seams.h"

namespace licet {

class CountryNames {
 public:
  // data/countries.csv (code,name) and data/country-names.csv (name,code: the
  // other spellings; "-" for a name that means no country). A spelling with two
  // codes is an error.
  static Result<CountryNames> Load(Disk& disk, const std::string& countries,
                                   const std::string& names);

  // The code; "" when the name is not known; kNowhere when it is known to mean
  // no country ("undetermined"). Case, punctuation and "the" do not count.
  std::string CodeOf(std::string_view name) const;
  static constexpr std::string_view kNowhere = "-";

  // The country that the last words of an address name; "" when they name none.
  std::string CodeAtEndOf(std::string_view address) const;
  // The country that the first words, or the first characters of a script without
  // blanks, name; *rest is what follows it. "" when they name none.
  std::string CodeAtStartOf(std::string_view text, std::string_view* rest) const;

 private:
  std::string CodeAtEndOfPart(std::string_view part) const;

  std::map<std::string, std::string, std::less<>> codes_;  // by squeezed name
};

}  // namespace licet

#endif  // LICET_SCREENING_COUNTRY_NAMES_H_
