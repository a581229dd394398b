// The forms of US publishers. Parties are invented.

#include "lists.h"

namespace licet {
namespace {

constexpr const char* kCslHeader =
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,"
    "gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,"
    "ids\n";

std::string CslFile() {
  return std::string(kCslHeader) +
         "a1,Entity List (EL) - Bureau of Industry and Security,,,,\"Dragon Chips Co., Ltd.\",,"
         "\"1 Chip Road, Shanghai, CN; 2 Port Street, Hong Kong, HK\",\"88 FR 71992, 10/19/23\","
         "2023-10-19,,,For all items (See 734.9(e)(2) and 744.11 of the EAR) 4,"
         "Presumption of denial,,,,,,,,https://bis.example/list,\"Longxin; DCC\",,,,,"
         "https://bis.example,\n"
         "b2,Specially Designated Nationals (SDN) - Treasury Department,77,Individual,"
         "NPWMD; IFSR,\"DOE, Jon\",,,,,,,,,,,,,,,\"Passport X1 (Iran); a.k.a. 'THE DOE'.\",,,IR,"
         "1970-01-02,,,,\"Passport, X1, IR\"\n"
         "c3,Denied Persons List (DPL) - Bureau of Industry and Security,,,,Old Firm,,"
         "\"Paris, FR\",,2010-01-01,2020-01-01,Y,,,,,,,,,,,,,,,,,\n"
         "d4,Military End User (MEU) List - Bureau of Industry and Security,,Vessel,,SHIP ONE,,,,"
         ",,,,,CALL7,,,,PA,,,,,,,,,,\n";
}

TEST(CslCsv, ReadsEveryListOfTheFile) {
  const auto lists = *ReadFiles({{"whatever.txt", CslFile()}});
  ASSERT_EQ(lists.size(), 4U);
  EXPECT_EQ(lists[0].id, "us-entity-list");
  EXPECT_EQ(lists[0].title, "Entity List");
  EXPECT_EQ(lists[0].publisher, "US Bureau of Industry and Security");
  EXPECT_FALSE(lists[0].published);
  EXPECT_EQ(lists[1].id, "us-sdn");
  EXPECT_EQ(lists[2].id, "us-denied-persons-list");
  EXPECT_EQ(lists[3].id, "us-military-end-user-list");
  for (const RestrictedList& list : lists) EXPECT_EQ(NotesOf(list), "");
}

TEST(CslCsv, ReadsTheFieldsOfTheEntityList) {
  const ListEntry entry = EntryOf((*ReadFiles({{"x", CslFile()}}))[0], "a1");
  EXPECT_EQ(entry.list, "us-entity-list");
  EXPECT_EQ(NamesOf(entry), "name: Dragon Chips Co., Ltd. | alias: Longxin | alias: DCC");
  EXPECT_EQ(AddressesOf(entry),
            "1 Chip Road, Shanghai, CN [CN] | 2 Port Street, Hong Kong, HK [HK]");
  EXPECT_EQ(entry.countries, (std::vector<std::string>{"CN", "HK"}));
  EXPECT_EQ(entry.footnotes, std::vector<int>{4});
  EXPECT_EQ(entry.licence_requirement, "For all items (See 734.9(e)(2) and 744.11 of the EAR) 4");
  EXPECT_EQ(entry.review_policy, "Presumption of denial");
  EXPECT_EQ(entry.citation, "88 FR 71992, 10/19/23");
  EXPECT_EQ(Day(entry.listed), "2023-10-19");
  EXPECT_EQ(entry.url, "https://bis.example");
  EXPECT_EQ(entry.place.line, 2);
}

TEST(CslCsv, ReadsPersonsShipsAndTheLastDayOfAnOrder) {
  const auto lists = *ReadFiles({{"x", CslFile()}});
  const ListEntry person = EntryOf(lists[1], "b2");
  EXPECT_EQ(person.type, EntryType::kPerson);
  EXPECT_EQ(NamesOf(person), "name: DOE, Jon | weak-alias: THE DOE");
  EXPECT_EQ(person.countries, std::vector<std::string>{"IR"});
  EXPECT_EQ(IdentifiersOf(person), "passport X1 | date-of-birth 1970-01-02");
  EXPECT_EQ(person.programmes, (std::vector<std::string>{"NPWMD", "IFSR"}));
  const ListEntry order = EntryOf(lists[2], "c3");
  EXPECT_TRUE(order.OnListAt(*Date::Parse("2020-01-01")));  // its last day
  EXPECT_FALSE(order.OnListAt(*Date::Parse("2020-01-02")));
  const ListEntry ship = EntryOf(lists[3], "d4");
  EXPECT_EQ(ship.type, EntryType::kVessel);
  EXPECT_EQ(ship.countries, std::vector<std::string>{"PA"});
  EXPECT_EQ(IdentifiersOf(ship), "call-sign CALL7");
}

TEST(CslCsv, SaysWhichColumnsAreMissing) {
  EXPECT_EQ(
      ErrorOf({{"csl.csv", "source,alt_names,start_date,ids,name\n"}}),
      "csl.csv:1:1: the first record must name the columns, and addresses is missing; add it");
  const RestrictedList list =
      OneList({{"csl.csv", "source,alt_names,start_date,addresses,name\nMine (EL) - B,,,,Firm\n"}});
  EXPECT_NE(NotesOf(list).find("csl.csv:1: the file lacks the columns _id, entity_number"),
            std::string::npos);
  EXPECT_EQ(ErrorOf({{"csl.csv", "source,alt_names,start_date,addresses,name\n,,,,Firm\n"}}),
            "csl.csv:2:1: source is empty, so that the row belongs to no list; fetch the file "
            "again");
}

TEST(CslJson, ReadsTheOfficialForm) {
  const RestrictedList list = OneList({{"csl.json", R"({"results":[
{"id":"7","source":"Entity List (EL) - Bureau of Industry and Security","type":null,
 "name":"Dragon Chips","alt_names":["Longxin, Inc.","DCC"],"programs":[],
 "addresses":[{"address":"1 Chip Road","city":"Shanghai","state":null,"postal_code":"200000",
               "country":"CN"},{"address":null,"city":null,"country":"HK"}],
 "federal_register_notice":"88 FR 71992","start_date":"2023-10-19","end_date":null,
 "license_requirement":"See 734.9(e)(1) of the EAR","license_policy":"Denial",
 "ids":[{"type":"Tax ID No.","number":"9144","country":"CN"}],
 "source_list_url":"https://bis.example/list"}]})"}});
  EXPECT_EQ(list.id, "us-entity-list");
  const ListEntry entry = EntryOf(list, "7");
  EXPECT_EQ(NamesOf(entry), "name: Dragon Chips | alias: Longxin, Inc. | alias: DCC");
  EXPECT_EQ(AddressesOf(entry), "1 Chip Road, Shanghai, 200000, CN [CN] | HK [HK]");
  EXPECT_EQ(entry.footnotes, std::vector<int>{1});
  EXPECT_EQ(IdentifiersOf(entry), "tax-id-no 9144");
  EXPECT_EQ(Day(entry.listed), "2023-10-19");
  EXPECT_EQ(entry.url, "https://bis.example/list");
  EXPECT_EQ(entry.place.line, 2);
}

TEST(CslCamelJson, JoinsAliasesThatWereCutAtCommas) {
  const RestrictedList list = OneList({{"cache.json", R"({"entities":[
 {"name":"Power Works","alternateNames":["Open Company Power - ZTL","LMZ; Silovye Mashiny","PAO"],
  "addresses":["3A Vatutina St., 195009, RU; 4 Elm, Kabul, AF"],"country":"Unknown",
  "federalRegisterCitation":"83 FR 6949","effectiveDate":"2018-02-16",
  "licenseRequirement":"See 734.9(e) and 744.11 of the EAR",
  "licenseReviewPolicy":"Presumption of denial.","entityType":"company","sourceUrl":"https://t"}],
 "lastUpdate":"2025-11-08T20:13:11.095Z","count":1})"}});
  EXPECT_EQ(list.id, "us-entity-list");
  EXPECT_EQ(Day(list.published), "2025-11-08");
  const ListEntry entry = EntryOf(list, "power-works-ru");
  EXPECT_EQ(NamesOf(entry),
            "name: Power Works | alias: Open Company Power - ZTL, LMZ | alias: Silovye Mashiny, "
            "PAO");
  EXPECT_EQ(entry.countries, (std::vector<std::string>{"RU", "AF"}));
  EXPECT_EQ(entry.review_policy, "Presumption of denial.");
  EXPECT_EQ(entry.type, EntryType::kUnknown);
  EXPECT_EQ(NotesOf(list),
            "cache.json:2: the licence requirement cites 734.9(e) without saying which of its "
            "parts; the footnote is not known\n");
}

std::string UsFile(const std::string& list, const std::string& records, int count) {
  return "{\"list_id\":\"" + list +
         "\",\"extracted\":\"2026-07-09\",\"count\":" + std::to_string(count) +
         ",\"entities\":[\n" + records + "]}";
}

TEST(UsJson, ReadsTheEntityListWithItsFootnotes) {
  const RestrictedList list =
      OneList({{"el", UsFile("bis-entity-list",
                             R"({"name":"Dragon Chips","aliases":["Longxin"],"country":"China",
"address":"1 Chip Road, Shanghai, China; and 2 Port St., Hong Kong","status":null,
"effective_date":null,"federal_register":"90 FR 1","notes":"See 734.9(g),3 of the EAR"},
{"name":"Dragon Chips","aliases":[],"country":"China","address":null,"status":null,
"effective_date":null,"federal_register":"90 FR 1","notes":"744.11"})",
                             2)}});
  EXPECT_EQ(list.id, "us-entity-list");
  EXPECT_EQ(Day(list.published), "2026-07-09");
  ASSERT_EQ(list.entries.size(), 2U);
  const ListEntry entry = EntryOf(list, "dragon-chips-cn");
  EXPECT_EQ(AddressesOf(entry), "1 Chip Road, Shanghai, China [CN] | 2 Port St., Hong Kong [HK]");
  EXPECT_EQ(entry.footnotes, std::vector<int>{3});
  EXPECT_EQ(entry.citation, "90 FR 1");
  EXPECT_TRUE(EntryOf(list, "dragon-chips-cn#2").footnotes.empty());
  EXPECT_EQ(NotesOf(list),
            "el:5: entries have the same name and country; each is kept, the later ones as #2, "
            "#3 ...\n");
}

TEST(UsJson, ReadsSiblingListsWithoutFootnotes) {
  const RestrictedList denied = OneList(
      {{"x", UsFile("bis-dpl",
                    R"({"name":"JON DOE","aliases":[],"country":"France","address":"PARIS, FR",
"effective_date":"1985-07-11","federal_register":"50 FR 1",
"notes":"Type of denial: Standard; Expires: 2027-11-12"})",
                    1)}});
  EXPECT_EQ(denied.id, "us-denied-persons-list");
  EXPECT_EQ(Day(denied.entries[0].listed), "1985-07-11");
  EXPECT_EQ(Day(denied.entries[0].removed), "2027-11-13");
  const RestrictedList cmic =
      OneList({{"x", UsFile("ofac-nscmic",
                            R"json({"name":"Big Group","aliases":["734.9(g)"],"country":"Atlantis",
"address":null,"effective_date":"June 9, 2021","federal_register":null,
"notes":"Target Type: Public Company; USCC: 9111 (China); Program: CMIC-EO13959"})json",
                            1)}});
  EXPECT_EQ(cmic.id, "us-ns-cmic");
  EXPECT_EQ(IdentifiersOf(cmic.entries[0]), "uscc 9111");
  EXPECT_EQ(cmic.entries[0].programmes, std::vector<std::string>{"CMIC-EO13959"});
  EXPECT_EQ(Day(cmic.entries[0].listed), "2021-06-09");
  EXPECT_TRUE(cmic.entries[0].footnotes.empty());
  EXPECT_EQ(NotesOf(cmic),
            "x:2: country 'Atlantis' is not known; a row in data/country-names.csv makes it so\n");
}

TEST(UsJson, RefusesAnotherNumberOfRecordsThanItSays) {
  EXPECT_EQ(
      ErrorOf({{"x.json", UsFile("bis-meu", R"({"name":"A","aliases":[],"country":null})", 70)}}),
      "x.json:1:1: the file says that it has '70' records and has 1; fetch it again");
}

constexpr const char* kSdn =
    "36,\"AERO LINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
    "77,\"DOE, Jon\",\"individual\",\"SDGT] [IFSR\",\"Colonel\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"
    "\"DOB 1961; nationality Iran; Tax ID No. 7\"\r\n"
    "80,\"SHIP ONE\",\"vessel\",\"CUBA\",-0- ,\"CL26\",\"Cargo\",-0- ,-0- ,\"Panama\",-0- ,"
    "\"Vessel Registration Identification IMO 9187629; alt. Passport P1 (Cuba).\"\r\n\x1a";
constexpr const char* kAlt =
    "36,12,\"aka\",\"AERO-CARIBE\",-0- \r\n77,13,\"fka\",\"ROE, Jon\",-0- \r\n\x1a";
constexpr const char* kAdd =
    "36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n36,26,\"1 Elm\",\"Panama City\",\"Panama\",-0- \r\n"
    "77,27,-0- ,-0- ,\"Region: Gaza\",-0- \r\n";
constexpr const char* kComments = "77,\"1234 (Iran); a.k.a. 'KHAN'.\"\r\n";

TEST(Ofac, JoinsTheFilesOfASet) {
  const RestrictedList list =
      OneList({{"4.csv", kComments}, {"2.csv", kAlt}, {"1.csv", kSdn}, {"3.csv", kAdd}});
  EXPECT_EQ(list.id, "us-sdn");
  EXPECT_EQ(NotesOf(list), "");
  ASSERT_EQ(list.entries.size(), 3U);
  const ListEntry firm = EntryOf(list, "36");
  EXPECT_EQ(firm.type, EntryType::kOrganisation);
  EXPECT_EQ(NamesOf(firm), "name: AERO LINES | alias: AERO-CARIBE");
  EXPECT_EQ(AddressesOf(firm), "Havana, Cuba [CU] | 1 Elm, Panama City, Panama [PA]");
  EXPECT_EQ(firm.remarks, "");
  const ListEntry person = EntryOf(list, "77");
  EXPECT_EQ(person.type, EntryType::kPerson);
  EXPECT_EQ(NamesOf(person), "name: DOE, Jon | alias: ROE, Jon | weak-alias: KHAN");
  EXPECT_EQ(person.countries, (std::vector<std::string>{"PS", "IR"}));
  EXPECT_EQ(person.programmes, (std::vector<std::string>{"SDGT", "IFSR"}));
  // What the comments file holds goes on where the remarks end.
  EXPECT_EQ(person.remarks,
            "Title: Colonel; DOB 1961; nationality Iran; Tax ID No. 71234 (Iran); a.k.a. 'KHAN'.");
  EXPECT_EQ(IdentifiersOf(person), "date-of-birth 1961 | tax-id 71234");
  const ListEntry ship = EntryOf(list, "80");
  EXPECT_EQ(ship.type, EntryType::kVessel);
  EXPECT_EQ(IdentifiersOf(ship), "call-sign CL26 | imo 9187629 | passport P1");
  EXPECT_EQ(ship.countries, std::vector<std::string>{"PA"});
}

TEST(Ofac, TellsTheOtherListsFromTheSdnListAndKeepsBothApart) {
  const std::string other =
      "9639,\"COUNCIL, One\",\"individual\",\"NS-PLC\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
  const auto lists = *ReadFiles({{"a", kSdn},
                                 {"b", other},
                                 {"c", "9639,1,\"aka\",\"COUNCIL, Uno\",-0- \n"},
                                 {"d", kAlt},
                                 {"e", kAdd}});
  ASSERT_EQ(lists.size(), 2U);
  EXPECT_EQ(lists[0].id, "us-sdn");
  EXPECT_EQ(NamesOf(EntryOf(lists[0], "36")), "name: AERO LINES | alias: AERO-CARIBE");
  EXPECT_EQ(lists[1].id, "us-ofac-consolidated");
  EXPECT_EQ(NamesOf(EntryOf(lists[1], "9639")), "name: COUNCIL, One | alias: COUNCIL, Uno");
  EXPECT_EQ(NotesOf(lists[1]),
            "b:1: no file of addresses was given with this one; give add.csv as well\n");
}

TEST(Ofac, SaysWhatASetLacks) {
  EXPECT_EQ(ErrorOf({{"alt.csv", kAlt}}),
            "alt.csv:1:1: this is OFAC's file of alternate names without the file of names that "
            "it belongs to; give sdn.csv or cons_prim.csv of the same day as well");
  const RestrictedList list =
      OneList({{"sdn", kSdn}, {"alt", std::string("99,1,\"aka\",\"GHOST\",-0- \n") + kAlt}});
  EXPECT_EQ(NotesOf(list),
            "alt:1: 1 of 3 alternate names belong to no entry of sdn; the files may be of "
            "different days\n"
            "sdn:1: no file of addresses was given with this one; give add.csv as well\n");
}

TEST(Ofac, RefusesFilesThatAreCutOff) {
  const std::string whole(kSdn);
  EXPECT_EQ(ErrorOf({{"sdn.csv", whole.substr(0, whole.size() - 1)}}), "no error");
  const std::size_t ends[] = {whole.find('\n') + 1, whole.find('\n', 100) + 1};
  for (std::size_t keep = 75; keep < whole.size() - 2; ++keep) {
    if (keep == ends[0] || keep == ends[1]) continue;  // no sign of what follows
    EXPECT_EQ(ErrorOf({{"sdn.csv", whole.substr(0, keep)}}).substr(0, 8), "sdn.csv:") << keep;
  }
  EXPECT_EQ(ErrorOf({{"sdn.csv", whole.substr(0, 72)}}),
            "sdn.csv:2:4: this file ends without the end of a line: it is cut off, fetch it again");
  EXPECT_EQ(ErrorOf({{"sdn.csv", whole.substr(0, ends[0]) + "77,\"DOE\",-0- \n"}}),
            "sdn.csv:2:1: this row has 3 fields and the first one has 12; the file is damaged or "
            "cut off, fetch it again");
}

}  // namespace
}  // namespace licet
