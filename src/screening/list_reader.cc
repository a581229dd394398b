#include "licet/screening/list_reader.h"

#include <utility>

#include "list_forms.h"

namespace licet {
namespace {

// Any form but the files of an OFAC set, which are read together.
Result<Lists> ReadOne(ListForm form, const SourceText& source, const CountryNames& countries) {
  switch (form) {
    case ListForm::kStore:
      return ReadStoredList(source);
    case ListForm::kCslCsv:
      return ReadCslCsv(source, countries);
    case ListForm::kCslJson:
      return ReadCslJson(source, countries);
    case ListForm::kUsJson:
      return ReadUsJson(source, countries);
    case ListForm::kCslCamelJson:
      return ReadCslCamelJson(source, countries);
    case ListForm::kRegistryJson:
      return ReadRegistryJson(source, countries);
    case ListForm::kUnXml:
      return ReadUnXml(source, countries);
    case ListForm::kFollowTheMoney:
      return ReadFollowTheMoney(source, countries);
    case ListForm::kPlainCsv:
      return ReadPlainCsv(source, countries);
    case ListForm::kOfacPrimary:
    case ListForm::kOfacAliases:
    case ListForm::kOfacAddresses:
    case ListForm::kOfacComments:
      break;
  }
  return Fail(ErrorCode::kInternal, "a file of an OFAC set was read alone", {source.path(), 0, 0});
}

bool IsOfac(ListForm form) {
  return form == ListForm::kOfacPrimary || form == ListForm::kOfacAliases ||
         form == ListForm::kOfacAddresses || form == ListForm::kOfacComments;
}

void Append(Lists more, Lists* lists) {
  for (RestrictedList& one : more) lists->push_back(std::move(one));
}

}  // namespace

Result<std::vector<RestrictedList>> ReadLists(Disk& disk, const std::vector<std::string>& paths,
                                              const CountryNames& countries) {
  Lists lists;
  std::vector<OfacFile> ofac;
  for (const std::string& path : paths) {
    LICET_ASSIGN_OR_RETURN(SourceText source, SourceText::Read(disk, path));
    LICET_ASSIGN_OR_RETURN(const ListForm form, RecogniseForm(source));
    if (IsOfac(form)) {
      ofac.push_back({form, std::move(source)});
      continue;
    }
    LICET_ASSIGN_OR_RETURN(Lists some, ReadOne(form, source, countries));
    Append(std::move(some), &lists);
  }
  if (!ofac.empty()) {
    LICET_ASSIGN_OR_RETURN(Lists some, ReadOfacFiles(ofac, countries));
    Append(std::move(some), &lists);
  }
  return lists;
}

}  // namespace licet
