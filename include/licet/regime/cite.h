// Where a text of the law can be found.

#ifndef LICET_REGIME_CITE_H_
#define LICET_REGIME_CITE_H_

#include <string>

namespace licet {

struct Cite {
  std::string ref;  // "15 CFR 774 Supp. 1, 3A090.a.1"
  std::string doc;  // "88 FR 73458"
  std::string url;
};

}  // namespace licet

#endif  // LICET_REGIME_CITE_H_
