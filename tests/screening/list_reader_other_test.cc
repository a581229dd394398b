// The forms of other publishers and of users. Parties are invented.

#include "lists.h"

namespace licet {
namespace {

constexpr const char* kUn = R"(<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
 <INDIVIDUALS>
  <INDIVIDUAL><DATAID>69</DATAID><FIRST_NAME>JON</FIRST_NAME><SECOND_NAME>VAN</SECOND_NAME>
   <THIRD_NAME>DOE</THIRD_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
   <REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
   <NAME_ORIGINAL_SCRIPT>&#1580;&#1608;&#1606;</NAME_ORIGINAL_SCRIPT>
   <COMMENTS1>He fled &amp; hid.</COMMENTS1>
   <NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
   <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>J DOE</ALIAS_NAME></INDIVIDUAL_ALIAS>
   <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Rumuli</ALIAS_NAME></INDIVIDUAL_ALIAS>
   <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
   <INDIVIDUAL_ADDRESS><CITY>Kigali</CITY><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
   <INDIVIDUAL_ADDRESS><CITY>Goma</CITY></INDIVIDUAL_ADDRESS>
   <INDIVIDUAL_DATE_OF_BIRTH><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
   <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>P9</NUMBER>
   </INDIVIDUAL_DOCUMENT>
  </INDIVIDUAL>
 </INDIVIDUALS>
 <ENTITIES>
  <ENTITY><DATAID>70</DATAID><FIRST_NAME>FIRM ONE</FIRST_NAME><REFERENCE_NUMBER/>
   <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>F1</ALIAS_NAME></ENTITY_ALIAS>
   <ENTITY_ADDRESS><STREET>1 Elm</STREET><COUNTRY>Atlantis</COUNTRY></ENTITY_ADDRESS>
  </ENTITY>
 </ENTITIES>
</CONSOLIDATED_LIST>)";

TEST(UnXml, ReadsPersonsAndEntities) {
  const RestrictedList list = OneList({{"un.xml", kUn}});
  EXPECT_EQ(list.id, "un-consolidated");
  EXPECT_EQ(Day(list.published), "2026-02-27");
  const ListEntry person = EntryOf(list, "CDi.001");
  EXPECT_EQ(person.type, EntryType::kPerson);
  EXPECT_EQ(NamesOf(person),
            "name: JON VAN DOE | original-script: \xD8\xAC\xD9\x88\xD9\x86 | alias: J DOE | "
            "weak-alias: Rumuli");
  EXPECT_EQ(AddressesOf(person), "Kigali, Rwanda [RW] | Goma []");
  EXPECT_EQ(person.countries, (std::vector<std::string>{"RW", "CD"}));
  EXPECT_EQ(IdentifiersOf(person), "passport P9 | date-of-birth 1971");
  EXPECT_EQ(person.programmes, std::vector<std::string>{"DRC"});
  EXPECT_EQ(Day(person.listed), "2012-12-31");
  EXPECT_EQ(person.remarks, "He fled & hid.");
  EXPECT_EQ(person.place.line, 4);
  const ListEntry firm = EntryOf(list, "70");
  EXPECT_EQ(firm.type, EntryType::kOrganisation);
  EXPECT_EQ(NamesOf(firm), "name: FIRM ONE | alias: F1");
  EXPECT_EQ(AddressesOf(firm), "1 Elm, Atlantis []");
  EXPECT_EQ(NotesOf(list),
            "un.xml:21: country 'Atlantis' is not known; a row in data/country-names.csv makes "
            "it so\n");
}

TEST(UnXml, RefusesDamagedAndPartialFiles) {
  EXPECT_EQ(ErrorOf({{"un.xml", std::string(kUn).substr(0, 900)}}).substr(0, 7), "un.xml:");
  EXPECT_EQ(ErrorOf({{"un.xml", "<CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>"}}),
            "un.xml:1:1: the list lacks its part ENTITIES; fetch it again");
}

TEST(RegistryJson, ReadsTheListsOfMetiAndMofcom) {
  const auto lists =
      *ReadFiles({{"x.json", R"([
{"id":"jp-1","entity_name":"Emirates Metal LLC","aliases":["EM","\u534e\u4e3a"],"country":"jp",
 "addresses":["United Arab Emirates"],"entity_type":"organization","list_id":"jp-end-user-list",
 "reason":"N","date_added":null,"source_list_name":"End User List","source_url":"https://m",
 "last_verified":"2026-07-20"},
{"id":"jp-2","entity_name":"","aliases":["CR"],)"
                             R"("addresses":["People's Republic of China Case Co. Ltd"],
 "list_id":"jp-end-user-list"},
{"id":"cn-1","entity_name":"Shield Corp","aliases":[],"addresses":["\u65e5\u672c\u4e1c\u4eac"],
 "list_id":"cn-export-control-watchlist","date_added":"2025-01-02"}])"}});
  ASSERT_EQ(lists.size(), 2U);
  EXPECT_EQ(lists[0].id, "jp-end-user-list");
  EXPECT_EQ(Day(lists[0].published), "2026-07-20");
  const ListEntry first = EntryOf(lists[0], "jp-1");
  EXPECT_EQ(NamesOf(first),
            "name: Emirates Metal LLC | alias: EM | original-script: \xE5\x8D\x8E\xE4\xB8\xBA");
  EXPECT_EQ(first.countries, std::vector<std::string>{"AE"});  // not the publisher's
  // The name stood behind the country.
  EXPECT_EQ(NamesOf(EntryOf(lists[0], "jp-2")), "name: Case Co. Ltd | alias: CR");
  EXPECT_EQ(EntryOf(lists[0], "jp-2").countries, std::vector<std::string>{"CN"});
  EXPECT_EQ(NotesOf(lists[0]),
            "x.json:6: a record has no name, and its address goes on after the country; what "
            "follows was taken for the name\n");
  EXPECT_EQ(lists[1].id, "cn-export-control-list");
  EXPECT_EQ(Day(EntryOf(lists[1], "cn-1").listed), "2025-01-02");
  EXPECT_EQ(EntryOf(lists[1], "cn-1").countries, std::vector<std::string>{"JP"});
}

TEST(FollowTheMoney, ReadsPartiesAndNotesTheRest) {
  const RestrictedList list = OneList(
      {{"ftm.json", R"(
{"id":"Q1","schema":"Person","datasets":["eu_fsf"],)"
                    R"("properties":{"name":["Jon Doe","John Doe"],"alias":["JD"],)"
                    R"("weakAlias":["Bear"],"nationality":["ru"],"passportNumber":["P1"],)"
                    R"("birthDate":["1970"],"program":["EU-X"]}}
{"id":"Q2","schema":"Company","datasets":["eu_fsf"],)"
                    R"("properties":{"name":["Firm"],"jurisdiction":["cn"],"address":["1 Elm,)"
                    R"( Shanghai, China"],"registrationNumber":["91"],"notes":["a","b"],)"
                    R"("sourceUrl":["https://eu"]}}
{"id":"Q3","schema":"Sanction","datasets":["eu_fsf"],"properties":{"authority":["EU"]}}
{"id":"Q4","schema":"Vessel","datasets":["eu_fsf"],)"
                    R"("properties":{"name":["SHIP"],"imoNumber":["IMO9"],"flag":["pa"]}}
{"id":"Q5","schema":"LegalEntity","datasets":["eu_fsf"],"properties":{"alias":["only an alias"]}}
{"id":"Q6","schema":"Airplane","datasets":["eu_fsf"],"properties":{"country":["ir"]}}
)"}});
  EXPECT_EQ(list.id, "eu-fsf");
  ASSERT_EQ(list.entries.size(), 4U);
  const ListEntry person = EntryOf(list, "Q1");
  EXPECT_EQ(NamesOf(person), "name: Jon Doe | alias: John Doe | alias: JD | weak-alias: Bear");
  EXPECT_EQ(person.type, EntryType::kPerson);
  EXPECT_EQ(person.countries, std::vector<std::string>{"RU"});
  EXPECT_EQ(IdentifiersOf(person), "passport P1 | date-of-birth 1970");
  EXPECT_EQ(person.programmes, std::vector<std::string>{"EU-X"});
  const ListEntry firm = EntryOf(list, "Q2");
  EXPECT_EQ(firm.type, EntryType::kOrganisation);
  EXPECT_EQ(firm.remarks, "a b");
  EXPECT_EQ(firm.url, "https://eu");
  EXPECT_EQ(EntryOf(list, "Q4").type, EntryType::kVessel);
  EXPECT_EQ(EntryOf(list, "Q5").type, EntryType::kUnknown);
  EXPECT_EQ(NotesOf(list),
            "ftm.json:4: records of schema 'Sanction' are no parties and were left out\n"
            "ftm.json:7: a record without a name was left out\n");
}

TEST(PlainCsv, NeedsOnlyNames) {
  const RestrictedList list = OneList({{"mine.csv", "\xEF\xBB\xBFname\nFirm One\nFirm Two\n"}});
  EXPECT_EQ(list.id, "own-list");
  EXPECT_EQ(NamesOf(EntryOf(list, "firm-two")), "name: Firm Two");
}

TEST(PlainCsv, ReadsAllItsColumns) {
  const auto lists = *ReadFiles(
      {{"mine.csv",
        "id,name,aliases,country,type,list,addresses,citation,listed,removed,footnotes,"
        "licence_requirement,review_policy,programmes,remarks,url\n"
        "7,Firm,F1; F2,CN;Hong Kong,company,Our watch list,\"1 Elm, Shanghai, China\",Board 12,"
        "2025-01-02,2026-01-02,1;5,none,ask,P1;P2,seen,https://x\n"
        "7,Other,,,,us-entity-list,,,,,,See 734.9(g) of the EAR,,,,\n"}});
  ASSERT_EQ(lists.size(), 2U);
  EXPECT_EQ(lists[0].id, "our-watch-list");
  EXPECT_EQ(lists[0].title, "Our watch list");
  const ListEntry entry = EntryOf(lists[0], "7");
  EXPECT_EQ(NamesOf(entry), "name: Firm | alias: F1 | alias: F2");
  EXPECT_EQ(entry.countries, (std::vector<std::string>{"CN", "HK"}));
  EXPECT_EQ(entry.type, EntryType::kOrganisation);
  EXPECT_EQ(entry.footnotes, (std::vector<int>{1, 5}));
  EXPECT_EQ(Day(entry.listed), "2025-01-02");
  EXPECT_EQ(Day(entry.removed), "2026-01-02");
  EXPECT_EQ(entry.programmes, (std::vector<std::string>{"P1", "P2"}));
  EXPECT_EQ(entry.citation, "Board 12");
  EXPECT_EQ(EntryOf(lists[1], "7").footnotes, std::vector<int>{3});
}

TEST(PlainCsv, RefusesSlips) {
  EXPECT_EQ(ErrorOf({{"m.csv", "name,listed\nFirm,02.01.2025\n"}}).substr(0, 11), "m.csv:2:6: ");
  EXPECT_EQ(ErrorOf({{"m.csv", "name,type\nFirm,frim\n"}}),
            "m.csv:2:6: type is 'frim'; write person, organisation, vessel or aircraft, or leave "
            "it empty");
  EXPECT_EQ(ErrorOf({{"m.csv", "name,listed,removed\nFirm,2025-01-02,2024-01-02\n"}}),
            "m.csv:2:17: removed is 2024-01-02, before listed 2025-01-02; correct one");
  EXPECT_EQ(ErrorOf({{"m.csv", "name,id\n,7\n"}}),
            "m.csv:2:1: name is empty; fill it in or remove the row");
  EXPECT_EQ(ErrorOf({{"m.csv", "name,footnotes\nFirm,1;x\n"}}),
            "m.csv:2:6: footnotes has 'x'; write numbers joined by ;, such as 1;5");
  const std::string unknown = ErrorOf({{"m.csv", "name,countri\nFirm,CN\n"}});
  EXPECT_NE(unknown.find("did you mean 'country'"), std::string::npos) << unknown;
}

TEST(PlainCsv, KeepsEntriesOfOneIdApart) {
  const RestrictedList list = OneList({{"m.csv", "name,id\nA,7\nB,7\nC,7#2\n"}});
  ASSERT_EQ(list.entries.size(), 3U);
  EXPECT_EQ(NamesOf(EntryOf(list, "7")), "name: A");
  EXPECT_EQ(NamesOf(EntryOf(list, "7#2")), "name: B");
  EXPECT_EQ(NamesOf(EntryOf(list, "7#2#2")), "name: C");
  EXPECT_EQ(NotesOf(list),
            "m.csv:3: id '7' is there again; the later entry is kept as 7#2\n"
            "m.csv:4: id '7#2' is there again; the later entry is kept as 7#2#2\n");
}

}  // namespace
}  // namespace licet
