// Who the records of a BODS file are: parties on file, new ones, or nobody known.
//
// Thread safety: none.

#ifndef LICET_PARTIES_BODS_NAMES_H_
#define LICET_PARTIES_BODS_NAMES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "licet/parties/party.h"
#include "parties/bods_statement.h"

namespace licet {

class BodsNames {
 public:
  using Ids = std::map<std::string, std::size_t, std::less<>>;

  BodsNames(const std::vector<Party>& on_file, const Ids& by_id,
            const std::vector<std::string>& countries, const BodsReader& read, BodsNotes* notes);

  // A party on file with that id, with one of the identifiers (scheme-id) as its
  // id, or alone with that name; else a new party.
  Status Add(const BodsStatement& statement);

  // The party of a record; "?" for one that is withheld; nothing for a record
  // that no statement describes.
  std::optional<std::string> PartyOf(const std::string& record) const;

  std::vector<Party> TakeParties() { return std::move(parties_); }

 private:
  Result<std::string> NameOf(const BodsStatement& statement) const;
  Result<bool> IsWithheld(const BodsStatement& statement) const;
  // "" when none.
  Result<std::string> OnFile(const BodsStatement& statement, const std::string& name);
  Result<std::string> CountryOf(const BodsStatement& statement);

  const Ids& by_id_;
  const std::vector<std::string>& countries_;
  const BodsReader& read_;
  BodsNotes& notes_;
  std::map<std::string, std::string> by_name_;  // normalised -> id; "" for several
  std::map<std::string, std::string> parties_of_;
  std::vector<Party> parties_;
};

}  // namespace licet

#endif  // LICET_PARTIES_BODS_NAMES_H_
