#include "licet/parties/party.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "licet/parties/ownership.h"

namespace licet {
namespace {

constexpr const char* kHeader = "party,name,country,headquarters,parent,tier,flags\n";
constexpr const char* kOwnersHeader = "owner,owned,share,from,to\n";
constexpr const char* kEntities =
    "entity,alias,why\n"
    "acme,Acme Corporation,maker\n"
    "acme,Acme Cloud,its cloud\n"
    "bolt,Bolt Semiconductor,maker\n";

Result<PartyBook> Load(const std::string& rows, const std::string& owners = "",
                       const std::string& entities = kEntities) {
  MemoryDisk disk;
  PartyFiles files;
  EXPECT_TRUE(disk.WriteAtomically("parties.csv", kHeader + rows));
  files.parties = "parties.csv";
  if (!owners.empty()) {
    EXPECT_TRUE(disk.WriteAtomically("owners.csv", kOwnersHeader + owners));
    files.owners = "owners.csv";
  }
  if (!entities.empty()) {
    EXPECT_TRUE(disk.WriteAtomically("entities.csv", entities));
    files.entities = "entities.csv";
  }
  return PartyBook::Load(disk, files, {"AE", "CN", "SG", "US"});
}

// "code file:line:column" of the error, or "loaded".
std::string Fault(const Result<PartyBook>& result) {
  if (result) return "loaded";
  const Error& error = result.error();
  return std::string(ErrorCodeName(error.code())) + " " + error.place().file + ":" +
         std::to_string(error.place().line) + ":" + std::to_string(error.place().column);
}

Date Day(const char* text) { return Date::Parse(text).value(); }

std::string Listed(const Result<PartyBook>& book, const char* id, const char* day = "2025-10-01",
                   const std::vector<std::string>& flags = {"entity-list"}) {
  if (!book) return book.error().ToString();
  const Result<const Party*> party = book->Find(id);
  if (!party) return party.error().ToString();
  return book->ListedOwnership(**party, Day(day), flags).ToString();
}

Lineage LineageOf(const Result<PartyBook>& book, const char* id) {
  return book->LineageOf(*book->Find(id).value());
}

TEST(PartyBook, ReadsAParty) {
  const Result<PartyBook> book =
      Load("p1,Pearl Ltd,SG,CN,p2,T1b,Entity-List; state-owned ;\np2,Root,CN,CN,,,\n");
  ASSERT_TRUE(book) << book.error().ToString();
  const Party& party = **book->Find("p1");
  EXPECT_EQ(party.name, "Pearl Ltd");
  EXPECT_EQ(party.country, "SG");
  EXPECT_EQ(party.headquarters, "CN");
  EXPECT_EQ(party.parent, "p2");
  EXPECT_EQ(party.tier, "T1b");
  EXPECT_EQ(party.flags, std::vector<std::string>({"entity-list", "state-owned"}));
  EXPECT_EQ(party.entity, "p1");
  EXPECT_EQ(party.place.line, 2);
}

TEST(PartyBook, EntityComesFromIdOrName) {
  const Result<PartyBook> book = Load(
      "p1,\"ACME Corp., Ltd\",,,,,\nbolt,Anything,,,,,\np3,Acme Cloud Inc.,,,,,\n"
      "p4,Acme Toys,,,,,\n");
  ASSERT_TRUE(book) << book.error().ToString();
  EXPECT_EQ((*book->Find("p1"))->entity, "acme");
  EXPECT_EQ((*book->Find("bolt"))->entity, "bolt");
  EXPECT_EQ((*book->Find("p3"))->entity, "acme");
  EXPECT_EQ((*book->Find("p4"))->entity, "p4");
}

TEST(PartyBook, IdOfOneFirmWithTheNameOfAnotherIsRefused) {
  EXPECT_EQ(Fault(Load("bolt,Acme Corporation,,,,,\n")), "ambiguous-name parties.csv:2:6");
}

TEST(PartyBook, FindSuggestsIdsAndNames) {
  const Result<PartyBook> book = Load("p1,Pearl River Compute,,,,,\n");
  ASSERT_TRUE(book);
  const Result<const Party*> party = book->Find("Pearl River Comptue");
  ASSERT_FALSE(party);
  EXPECT_EQ(party.error().code(), ErrorCode::kUnknownName);
  EXPECT_NE(party.error().sentence().find("Pearl River Compute"), std::string::npos);
}

TEST(PartyBook, RefusesWrongRows) {
  EXPECT_EQ(Fault(Load("p1,A,XX,,,,\n")), "unknown-name parties.csv:2:6");
  EXPECT_EQ(Fault(Load("p1,A,,cn,,,\n")), "unknown-name parties.csv:2:7");
  EXPECT_EQ(Fault(Load("p1,A,,,,T6,\n")), "invalid-argument parties.csv:2:9");
  EXPECT_EQ(Fault(Load("p1,A,,,,,entity list\n")), "invalid-argument parties.csv:2:10");
  EXPECT_EQ(Fault(Load("p1,,,,,,\n")), "invalid-argument parties.csv:2:4");
  EXPECT_EQ(Fault(Load(",A,,,,,\n")), "invalid-argument parties.csv:2:1");
  EXPECT_EQ(Fault(Load("?,A,,,,,\n")), "invalid-argument parties.csv:2:1");
  EXPECT_EQ(Fault(Load("p1,A,,,,,\np1,B,,,,,\n")), "duplicate parties.csv:3:1");
  EXPECT_EQ(Fault(Load("p1,A,,,p9,,\n")), "unknown-name parties.csv:2:8");
}

TEST(PartyBook, RefusesUnknownColumns) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("p.csv", "party,name,contry\np1,A,CN\n"));
  PartyFiles files;
  files.parties = "p.csv";
  const Result<PartyBook> book = PartyBook::Load(disk, files, {"CN"});
  ASSERT_FALSE(book);
  EXPECT_NE(book.error().sentence().find("country"), std::string::npos);
}

TEST(PartyBook, RefusesAmbiguousEntities) {
  EXPECT_EQ(Fault(Load("p1,A,,,,,\n", "", "entity,alias,why\na,Same Ltd,\nb,Same Inc,\n")),
            "duplicate entities.csv:3:3");
  EXPECT_EQ(Fault(Load("p1,A,,,,,\n", "", "entity,alias,why\na,,\n")),
            "invalid-argument entities.csv:2:3");
}

TEST(PartyBook, ParentsThatReturnAreACycle) {
  const Result<PartyBook> cycle = Load("a,A,,,b,,\nb,B,,,c,,\nc,C,,,b,,\n");
  EXPECT_EQ(Fault(cycle), "cycle parties.csv:4:7");
  EXPECT_NE(cycle.error().sentence().find("b -> c -> b"), std::string::npos);
  EXPECT_EQ(Fault(Load("a,A,,,a,,\n")), "cycle parties.csv:2:7");
}

TEST(Lineage, ChainUpToTheUltimateParent) {
  const Result<PartyBook> book =
      Load("leaf,Leaf,SG,SG,mid,,\nmid,Acme Cloud,US,US,top,,\ntop,Acme Corporation,CN,CN,,,\n");
  ASSERT_TRUE(book) << book.error().ToString();
  const Lineage lineage = LineageOf(book, "leaf");
  EXPECT_EQ(lineage.entities, std::vector<std::string>({"leaf", "acme"}));
  EXPECT_EQ(lineage.ultimate_parent, "top");
  EXPECT_EQ(lineage.ultimate_headquarters, "CN");
  EXPECT_FALSE(lineage.parent_unknown);
}

TEST(Lineage, PartyWithoutParentIsItsOwn) {
  const Result<PartyBook> book = Load("a,A,SG,US,,,\nb,B,SG,,,,\n");
  EXPECT_EQ(LineageOf(book, "a").ultimate_parent, "a");
  EXPECT_EQ(LineageOf(book, "a").ultimate_headquarters, "US");
  EXPECT_EQ(LineageOf(book, "b").ultimate_headquarters, std::nullopt);  // not its address
}

TEST(Lineage, UnknownParentLeavesTheHeadquartersUnknown) {
  const Result<PartyBook> book = Load("a,A,SG,SG,b,,\nb,B,SG,SG,?,,\n");
  ASSERT_TRUE(book) << book.error().ToString();
  const Lineage lineage = LineageOf(book, "a");
  EXPECT_TRUE(lineage.parent_unknown);
  EXPECT_EQ(lineage.ultimate_parent, "b");
  EXPECT_EQ(lineage.ultimate_headquarters, std::nullopt);
}

constexpr const char* kFive =
    "x,X,CN,CN,,,entity-list\ny,Y,CN,CN,,,meu\nclean,C,SG,SG,,,\na,A,SG,SG,,,\nb,B,SG,SG,,,\n";

TEST(ListedOwnership, SharesOfSeveralListedOwnersAddUp) {
  const Result<PartyBook> book = Load(kFive, "x,a,30,,\ny,a,20,,\nclean,a,50,,\n");
  EXPECT_EQ(Listed(book, "a", "2025-10-01", {"entity-list", "meu"}), "50");
  EXPECT_EQ(Listed(book, "a", "2025-10-01", {"entity-list"}), "30");
  EXPECT_EQ(Listed(book, "a", "2025-10-01", {"Entity-List"}), "30");
  EXPECT_EQ(Listed(book, "a", "2025-10-01", {}), "0");
  EXPECT_EQ(Listed(book, "b"), "0");
}

TEST(ListedOwnership, OwnerOwnedByHalfCountsInFull) {
  EXPECT_EQ(Listed(Load(kFive, "x,a,50,,\na,b,40,,\n"), "b"), "40");
  EXPECT_EQ(Listed(Load(kFive, "x,a,49.999999,,\na,b,40,,\n"), "b"), "0");
}

TEST(ListedOwnership, CascadeOverThreeSteps) {
  const std::string owners = "x,a,60,,\na,clean,50,,\nclean,b,55,,\nx,b,10,,\n";
  EXPECT_EQ(Listed(Load(kFive, owners), "b"), "65");
}

TEST(ListedOwnership, AggregateMakesAnOwnerListed) {
  const std::string owners = "x,a,25,,\ny,a,25,,\na,b,70,,\n";
  EXPECT_EQ(Listed(Load(kFive, owners), "b", "2025-10-01", {"entity-list", "meu"}), "70");
  EXPECT_EQ(Listed(Load(kFive, owners), "b", "2025-10-01", {"meu"}), "0");
}

TEST(ListedOwnership, CountsFromTheFirstDayToTheDayBeforeTheEnd) {
  const Result<PartyBook> book = Load(kFive, "x,a,60,2025-09-29,2025-11-10\n");
  EXPECT_EQ(Listed(book, "a", "2025-09-28"), "0");
  EXPECT_EQ(Listed(book, "a", "2025-09-29"), "60");
  EXPECT_EQ(Listed(book, "a", "2025-11-09"), "60");
  EXPECT_EQ(Listed(book, "a", "2025-11-10"), "0");
}

TEST(ListedOwnership, UnknownShareIsBoundedByTheRest) {
  EXPECT_EQ(Listed(Load(kFive, "x,a,,,\n"), "a"), "0..100");
  EXPECT_EQ(Listed(Load(kFive, "x,a,,,\nclean,a,70,,\n"), "a"), "0..30");
  EXPECT_EQ(Listed(Load(kFive, "x,a,30..,,\n"), "a"), "30..100");
  EXPECT_EQ(Listed(Load(kFive, "x,a,..30,,\n"), "a"), "0..30");
  EXPECT_EQ(Listed(Load(kFive, "?,a,20,,\nx,a,40,,\n"), "a"), "40..60");
}

TEST(ListedOwnership, DoubtAboutAnOwnerIsDoubtAboutItsShare) {
  const Result<PartyBook> book = Load(kFive, "x,a,40..60,,\na,b,70,,\nx,b,5,,\n");
  EXPECT_EQ(Listed(book, "b"), "5..75");
}

TEST(ListedOwnership, ParentWithoutAShareOnRecordOwnsSomething) {
  EXPECT_EQ(Listed(Load("x,X,,,,,entity-list\na,A,,,x,,\n"), "a"), "0..100");
  EXPECT_EQ(Listed(Load("x,X,,,,,\na,A,,,x,,\n"), "a"), "0");
  EXPECT_EQ(Listed(Load("a,A,,,?,,\n"), "a"), "0..100");
  EXPECT_EQ(Listed(Load("x,X,,,,,entity-list\na,A,,,x,,\n", "x,a,51,,\n"), "a"), "51");
}

TEST(ListedOwnership, CirclesEnd) {
  const std::string circle = "a,b,60,,\nb,a,60,,\n";
  EXPECT_EQ(Listed(Load(kFive, circle), "a"), "0");
  EXPECT_EQ(Listed(Load(kFive, circle + "x,b,40,,\n"), "a"), "0");
  EXPECT_EQ(Listed(Load(kFive, "a,b,50,,\nb,a,50,,\nx,b,50,,\n"), "a"), "50");
  EXPECT_EQ(Listed(Load(kFive, "a,b,50,,\nb,a,50,,\nx,b,50,,\n"), "b"), "100");
}

TEST(Owners, RefusesWrongRows) {
  const auto fault = [](const std::string& rows) { return Fault(Load(kFive, rows)); };
  EXPECT_EQ(fault("x,a,100.000001,,\n"), "invalid-argument owners.csv:2:5");
  EXPECT_EQ(fault("x,a,-1,,\n"), "invalid-argument owners.csv:2:5");
  EXPECT_EQ(fault("x,a,101..,,\n"), "invalid-argument owners.csv:2:5");
  EXPECT_EQ(fault("x,a,half,,\n"), "parse owners.csv:2:5");
  EXPECT_EQ(fault("z,a,1,,\n"), "unknown-name owners.csv:2:1");
  EXPECT_EQ(fault("x,z,1,,\n"), "unknown-name owners.csv:2:3");
  EXPECT_EQ(fault("x,?,1,,\n"), "unknown-name owners.csv:2:3");
  EXPECT_EQ(fault("a,a,1,,\n"), "cycle owners.csv:2:1");
  EXPECT_EQ(fault("x,a,1,2025-13-01,\n"), "parse owners.csv:2:7");
  EXPECT_EQ(fault("x,a,1,2025-01-02,2025-01-02\n"), "invalid-argument owners.csv:2:18");
}

TEST(Owners, RefusesTwoSharesOnOneDay) {
  EXPECT_EQ(Fault(Load(kFive, "x,a,10,,2025-01-02\nx,a,20,2025-01-01,\n")),
            "duplicate owners.csv:3:5");
  EXPECT_EQ(Fault(Load(kFive, "x,a,10,,2025-01-01\nx,a,20,2025-01-01,\n")), "loaded");
}

TEST(Owners, RefusesMoreThanTheWhole) {
  EXPECT_EQ(Fault(Load(kFive, "x,a,60,,\ny,a,40,2025-01-01,\n")), "loaded");
  EXPECT_EQ(Fault(Load(kFive, "x,a,60,,\ny,a,41,2025-01-01,\n")),
            "invalid-argument owners.csv:3:5");
  EXPECT_EQ(Fault(Load(kFive, "x,a,60,,2025-01-01\ny,a,41,2025-01-01,\n")), "loaded");
}

TEST(PartyBook, ScreenedFlagsCountOnTheirDaysAndPerhaps) {
  Result<PartyBook> book = Load("x,Xenon,CN,CN,,,\ny,Ytterbium,CN,CN,,,\nshop,Shop,SG,SG,,,\n",
                                "x,shop,30,,\ny,shop,20,,\n");
  ASSERT_TRUE(book);
  const Interval days{Day("2025-01-01"), Day("2025-03-01")};
  book->SetScreened(
      {{{"entity-list", days, Truth::kTrue}}, {{"entity-list", days, Truth::kUnknown}}});
  const Party& x = **book->Find("x");
  const Party& y = **book->Find("y");
  EXPECT_EQ(BearsFlag(x, "Entity-List", Day("2024-12-31")), Truth::kFalse);
  EXPECT_EQ(BearsFlag(x, "entity-list", Day("2025-01-01")), Truth::kTrue);
  EXPECT_EQ(BearsFlag(x, "entity-list", Day("2025-03-01")), Truth::kFalse);
  EXPECT_EQ(BearsFlag(y, "entity-list", Day("2025-01-01")), Truth::kUnknown);
  EXPECT_EQ(Listed(book, "shop", "2025-02-01"), "30..50");
  EXPECT_EQ(Listed(book, "shop", "2025-03-01"), "0");
  EXPECT_EQ(book->ChangeDays(), (std::vector<Date>{days.from, days.to}));
  const OwnershipFinding found =
      AnalyseOwnership(*book, **book->Find("shop"), Day("2025-02-01"), {"entity-list"});
  EXPECT_EQ(found.by_ownership, Truth::kUnknown);
  EXPECT_TRUE(found.settle.empty());
  EXPECT_EQ(found.settle_names, std::vector<std::string>{"y"});
  const OwnershipFinding itself = AnalyseOwnership(*book, y, Day("2025-02-01"), {"entity-list"});
  EXPECT_EQ(itself.listed_perhaps, std::vector<std::string>{"entity-list"});
  EXPECT_EQ(itself.Restricted(), Truth::kUnknown);
  book->SetScreened({});
  EXPECT_EQ(Listed(book, "shop", "2025-02-01"), "0");
}

TEST(PartyBook, TiersComeFromTheRowTheFirmOrTheOwners) {
  const Result<PartyBook> book = Load(
      "own,Acme Cloud,CN,CN,,T2,\nfirm,Acme Corporation,CN,CN,,,\nstate,State Holding,CN,CN,,T5,\n"
      "half,Half,CN,CN,,,\nless,Less,CN,CN,,,\nrange,Range,CN,CN,,,\n",
      "state,half,50,2025-01-01,\nstate,less,49.999999,,\nstate,range,40..60,,\n",
      "entity,alias,why,tier\nacme,Acme Corporation,maker,T1\nacme,Acme Cloud,its cloud,\n");
  ASSERT_TRUE(book) << book.error().ToString();
  using From = TierFinding::From;
  auto tier = [&](const char* id, const char* day) {
    return book->TierOf(**book->Find(id), Day(day));
  };
  EXPECT_EQ(tier("own", "2025-01-01").tier, "T2");
  EXPECT_EQ(tier("firm", "2025-01-01").tier, "T1");
  EXPECT_EQ(tier("firm", "2025-01-01").from, From::kEntity);
  EXPECT_EQ(tier("half", "2024-12-31").tier, "");
  EXPECT_EQ(tier("half", "2025-01-01").tier, "T4");
  EXPECT_EQ(tier("half", "2025-01-01").from, From::kOwners);
  EXPECT_EQ(tier("less", "2025-01-01").tier, "");
  EXPECT_EQ(tier("range", "2025-01-01").tier, "");
}

TEST(PartyBook, TiersOfFirmsAreChecked) {
  EXPECT_EQ(Fault(Load("a,A,,,,,\n", "", "entity,alias,why,tier\nacme,Acme,,T9\n")),
            "invalid-argument entities.csv:2:12");
  EXPECT_EQ(
      Fault(Load("a,A,,,,,\n", "", "entity,alias,why,tier\nacme,Acme,,T1\nacme,Acme 2,,T2\n")),
      "duplicate entities.csv:3:14");
}

}  // namespace
}  // namespace licet
