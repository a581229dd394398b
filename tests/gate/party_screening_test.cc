// Parties against lists, and what becomes of it in decisions under the real law.

#include "licet/gate/party_screening.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "licet/base/csv.h"
#include "licet/gate/batch.h"
#include "licet/gate/json.h"
#include "licet/gate/judge.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;

Date Day(const char* text) { return *Date::Parse(text); }

ListEntry Entry(const std::string& list, const std::string& id, const std::string& name,
                const std::string& requirement = "", const std::string& policy = "") {
  ListEntry entry;
  entry.list = list;
  entry.id = id;
  entry.names = {{name, ListedName::Kind::kName}};
  entry.countries = {"CN"};
  entry.licence_requirement = requirement;
  entry.review_policy = policy;
  entry.citation = "99 FR 1";
  return entry;
}

constexpr const char* kAllItems = "For all items subject to the EAR. (See 744.11 of the EAR).";
constexpr const char* kPresumption = "Presumption of denial.";

// Two lists that rules read and one that none does.
std::vector<RestrictedList> TheLists() {
  RestrictedList entity;
  entity.id = "us-entity-list";
  entity.title = "Entity List";
  entity.entries = {
      Entry(entity.id, "el-1", "Xenolith Quantum Works Co., Ltd.", kAllItems, kPresumption),
      Entry(entity.id, "el-2", "Zubrovka Computing Centre",
            "For items on the Commerce Control List", "Case-by-case basis."),
      Entry(entity.id, "el-3", "Zubrovka Computing Centre Jilin", kAllItems, kPresumption),
      Entry(entity.id, "el-4", "Ottermelon Photonics", "For items on the Commerce Control List",
            "Case-by-case basis.")};
  entity.entries[0].footnotes = {1};
  entity.entries[0].names.push_back({"Black Cormorant Trading", ListedName::Kind::kAlias});
  entity.entries[0].listed = Day("2022-12-19");
  entity.entries[0].removed = Day("2025-06-01");
  RestrictedList sdn;
  sdn.id = "us-sdn";
  sdn.title = "Specially Designated Nationals";
  sdn.entries = {Entry(sdn.id, "1", "Grivnoy Logistika"),
                 Entry(sdn.id, "2", "Pelagos Reefer Lines")};
  sdn.entries[0].programmes = {"RUSSIA-EO14024"};
  sdn.entries[1].programmes = {"IRAN"};
  RestrictedList told;
  told.id = "us-1260h";
  told.title = "Section 1260H Chinese Military Companies";
  told.entries = {Entry(told.id, "a", "Marmoset Silicon Group")};
  return {entity, sdn, told};
}

class PartyScreeningTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("licet_screening_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    parties_ = folder_ / "parties.csv";
    owners_ = folder_ / "owners.csv";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Parties as rows of party,name,country,headquarters,parent,tier,flags,aliases.
  Engine Screened(const std::string& rows, const std::string& owners = "") {
    EXPECT_TRUE(disk_->WriteAtomically(
        parties_, "party,name,country,headquarters,parent,tier,flags,aliases\n" + rows));
    EXPECT_TRUE(disk_->WriteAtomically(owners_, "owner,owned,share,from,to\n" + owners));
    auto engine = Engine::Load(*disk_, {kHome, "", parties_, owners_});
    EXPECT_TRUE(engine) << engine.error().ToString();
    static const auto words = Words::Load(*disk_, kHome + "/data/names");
    static const ScreeningIndex index(TheLists(), *words);
    const auto flags = ListFlags::Load(*disk_, kHome + "/data/list-flags.csv");
    EXPECT_TRUE(flags) << flags.error().ToString();
    auto screening = PartyScreening::Run(engine->parties(), index, ScreeningPolicy(), *flags, 2);
    EXPECT_TRUE(screening) << screening.error().ToString();
    engine->Use(std::make_shared<const PartyScreening>(std::move(*screening)));
    return std::move(*engine);
  }

  // The flags of a party on a day; a perhaps as "flag?".
  static std::string FlagsOf(const Engine& engine, const char* id, const char* day) {
    std::string text;
    for (const ScreenedFlag& flag : (*engine.parties().Find(id))->screened) {
      if (!flag.valid.Contains(Day(day))) continue;
      text += (text.empty() ? "" : " ") + flag.flag + (flag.truth == Truth::kTrue ? "" : "?");
    }
    return text;
  }

  static Order To(const std::string& buyer, const char* day = "2024-06-20") {
    Order order;
    order.id = "O-1";
    order.item = "T4";
    order.date = Day(day);
    order.activity = "export";
    order.exporter = "us";
    order.purchaser = order.consignee = order.end_user = buyer;
    order.origin = "US";
    order.destination = order.place_of_use = "DE";
    order.end_use = "enterprise";
    order.quantity = Decimal::FromInt(1);
    return order;
  }

  static std::string OutcomeOf(Engine& engine, const Order& order) {
    const auto decision = Judge(engine, order, {});
    if (!decision) return decision.error().ToString();
    return std::string(ToString(decision->gates[0].determination.outcome));
  }

  std::unique_ptr<Disk> disk_ = RealDisk();
  std::filesystem::path folder_;
  std::string parties_;
  std::string owners_;
};

constexpr const char* kSeller = "us,Ordinary Seller,US,US,,,,\n";

TEST_F(PartyScreeningTest, TheSameNameBearsTheFlagsOfItsEntryWhileListed) {
  Engine engine =
      Screened(kSeller + std::string("x,Xenolith Quantum Works,CN,CN,,,,\n"
                                     "c,Another Firm,CN,CN,,,,Black Cormorant Trading\n"));
  EXPECT_EQ(FlagsOf(engine, "x", "2022-12-18"), "");
  EXPECT_EQ(FlagsOf(engine, "x", "2022-12-19"),
            "entity-list footnote-1 entity-list:presumption-of-denial");
  EXPECT_EQ(FlagsOf(engine, "c", "2025-05-31"),
            "entity-list footnote-1 entity-list:presumption-of-denial");
  EXPECT_EQ(FlagsOf(engine, "c", "2025-06-01"), "");
  EXPECT_EQ(OutcomeOf(engine, To("x", "2022-12-18")), "no-licence-required");
  EXPECT_EQ(OutcomeOf(engine, To("x", "2022-12-19")), "licence-required");
  EXPECT_EQ(OutcomeOf(engine, To("c", "2025-06-01")), "no-licence-required");
  ASSERT_EQ(engine.HitsOf(**engine.parties().Find("c"))->size(), 1U);
  const PartyHit& hit = engine.HitsOf(**engine.parties().Find("c"))->front();
  EXPECT_EQ(hit.entry, "el-1");
  EXPECT_EQ(hit.alias, "Black Cormorant Trading");
  EXPECT_EQ(hit.name, "Black Cormorant Trading");
  EXPECT_EQ(hit.state, HitState::kSame);
  EXPECT_EQ(hit.citation, "99 FR 1");
}

TEST_F(PartyScreeningTest, AMatchThatIsNotTheSameLeavesTheOrderOpen) {
  Engine engine = Screened(kSeller + std::string("m,Xenolith Quantum Optics,CN,CN,,,,\n"));
  const std::vector<PartyHit>* hits = engine.HitsOf(**engine.parties().Find("m"));
  ASSERT_NE(hits, nullptr);
  ASSERT_EQ(hits->front().state, HitState::kMatch) << hits->front().score;
  EXPECT_EQ(FlagsOf(engine, "m", "2024-06-20"),
            "entity-list? footnote-1? entity-list:presumption-of-denial?");
  const auto decision = Judge(engine, To("m"), {});
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->verdict, Verdict::kHold);
  EXPECT_EQ(decision->gates[0].determination.outcome, Outcome::kUnknown);
  EXPECT_EQ(decision->gates[0].missing, std::vector<std::string>{"end_user.flags"});
}

TEST_F(PartyScreeningTest, WhatRelaxesHoldsOnlyWhereAllEntriesSayIt) {
  Engine engine =
      Screened(kSeller + std::string("one,Ottermelon Photonics,CN,CN,,,,\n"
                                     "two,Zubrovka Computing Centre Jilin,CN,CN,,,,\n"));
  EXPECT_EQ(FlagsOf(engine, "one", "2024-06-20"),
            "entity-list entity-list:ccl-items entity-list:case-by-case");
  ASSERT_EQ(engine.HitsOf(**engine.parties().Find("two"))->size(), 2U);
  const std::string flags = FlagsOf(engine, "two", "2024-06-20");
  EXPECT_EQ(flags.find("ccl-items"), std::string::npos) << flags;
  EXPECT_EQ(flags.find("case-by-case"), std::string::npos) << flags;
}

TEST_F(PartyScreeningTest, ProgrammesTellSanctionsApart) {
  Engine engine = Screened(kSeller + std::string("r,Grivnoy Logistika,CN,CN,,,,\n"
                                                 "i,Pelagos Reefer Lines,CN,CN,,,,\n"
                                                 "s,Marmoset Silicon Group,CN,CN,,,,\n"));
  EXPECT_EQ(FlagsOf(engine, "r", "2024-06-20"), "blocked-person sdn");
  EXPECT_EQ(FlagsOf(engine, "i", "2024-06-20"), "blocked-person");
  EXPECT_EQ(FlagsOf(engine, "s", "2024-06-20"), "");
  EXPECT_EQ(OutcomeOf(engine, To("i")), "prohibited");
  EXPECT_EQ(OutcomeOf(engine, To("s")), "no-licence-required");
  ASSERT_NE(engine.HitsOf(**engine.parties().Find("s")), nullptr);
}

TEST_F(PartyScreeningTest, OwnersAreWalked) {
  const std::string rows =
      kSeller + std::string(
                    "x,Xenolith Quantum Works,CN,CN,,,,\nm,Xenolith Quantum Optics,CN,CN,,,,\n"
                    "half,Quiet Rivers,DE,DE,,,,\nless,Calm Lakes,DE,DE,,,,\n"
                    "maybe,Still Ponds,DE,DE,,,,\n");
  Engine engine = Screened(rows, "x,half,50,,\nx,less,49.9,,\nm,maybe,50,,\n");
  // The rule of 2025-09-29 to 2025-11-09; the entry is off the list by then, so
  // it is asked on a day when it is not.
  auto share = [&](const char* id, const char* day) {
    return engine.parties()
        .ListedOwnership(**engine.parties().Find(id), Day(day), {"entity-list"})
        .ToString();
  };
  EXPECT_EQ(share("half", "2025-05-31"), "50");
  EXPECT_EQ(share("half", "2025-06-01"), "0");
  EXPECT_EQ(share("less", "2025-05-31"), "49.9");
  EXPECT_EQ(share("maybe", "2025-05-31"), "0..50");
}

TEST_F(PartyScreeningTest, TextOfManyOrdersIsThatOfEach) {
  const std::string rows =
      kSeller + std::string(
                    "x,Xenolith Quantum Works,CN,CN,,,,\n"
                    "m,Xenolith Quantum Optics,CN,CN,,,,\n"
                    "s,Marmoset Silicon Group,CN,CN,,,,\n"
                    "half,Quiet Rivers,DE,DE,,,,\nclean,Calm Lakes,DE,DE,,,,\n");
  Engine engine = Screened(rows, "x,half,50,2023-01-01,\ns,half,20,,\n");
  BatchJudge judge(engine, {});
  std::vector<Order> orders;
  for (const char* day : {"2022-12-18", "2022-12-19", "2023-01-01", "2025-05-31", "2025-06-01"}) {
    for (const char* buyer : {"x", "m", "s", "half", "clean", "us"}) {
      for (const char* seller : {"us", "x", ""}) {
        Order order = To(buyer, day);
        order.exporter = seller;
        if (orders.size() % 2 == 0) order.consignee = "s";
        if (orders.size() % 5 == 0) order.purchaser.clear();
        orders.push_back(order);
      }
    }
  }
  for (const Order& order : orders) {
    *judge.Next() = order;
    ASSERT_TRUE(judge.Take());
  }
  judge.Run();
  std::size_t told = 0;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const auto single = Judge(engine, orders[i], {});
    ASSERT_TRUE(single);
    std::string text;
    judge.AppendJson(i, &text);
    ASSERT_EQ(text, DecisionJson(engine, *single));
    EXPECT_NE(text.find("\"screening\":{\"state\":\"run\",\"lists\":[{\"list\":\"us-entity-list\""),
              std::string::npos);
    std::string line;
    judge.AppendScreening(i, &line);
    told += line.find("=us-") != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(told, 40U);
  EXPECT_LT(told, orders.size());
}

TEST_F(PartyScreeningTest, ANameWithoutLettersIsRefused) {
  EXPECT_TRUE(disk_->WriteAtomically(parties_, "party,name\nq,...\n"));
  auto engine = Engine::Load(*disk_, {kHome, "", parties_, ""});
  ASSERT_TRUE(engine);
  const auto words = Words::Load(*disk_, kHome + "/data/names");
  const ScreeningIndex index(TheLists(), *words);
  const auto flags = ListFlags::Load(*disk_, kHome + "/data/list-flags.csv");
  const auto screening =
      PartyScreening::Run(engine->parties(), index, ScreeningPolicy(), *flags, 1);
  ASSERT_FALSE(screening);
  EXPECT_EQ(screening.error().place().line, 2);
  EXPECT_NE(screening.error().sentence().find("party q cannot be screened"), std::string::npos);
}

// A flag that no page names is one that no rule knows.
TEST(ListFlags, EachIsAFlagOfTheLaw) {
  const auto disk = RealDisk();
  const auto page = disk->ReadAll(kHome + "/docs/packs.md", 1 << 20);
  ASSERT_TRUE(page);
  auto source = disk->OpenForReading(kHome + "/data/list-flags.csv");
  ASSERT_TRUE(source);
  auto table =
      CsvTable::Open(CsvReader(std::move(*source), "list-flags.csv"), {"list", "flag"}, {}, true);
  ASSERT_TRUE(table);
  std::size_t flags = 0;
  while (table->Next().value()) {
    const std::string& flag = table->Get("flag");
    if (flag.empty()) continue;
    EXPECT_NE(page->find("`" + flag + "`"), std::string::npos) << flag;
    ++flags;
  }
  EXPECT_GT(flags, 20U);
}

TEST(ListFlags, BadRowsAreRefused) {
  MemoryDisk disk;
  ASSERT_TRUE(
      disk.WriteAtomically("f.csv", "list,field,contains,flag,relaxes\nus-sdn,program,X,sdn,\n"));
  const auto flags = ListFlags::Load(disk, "f.csv");
  ASSERT_FALSE(flags);
  EXPECT_EQ(flags.error().place().line, 2);
  EXPECT_NE(flags.error().sentence().find("did you mean 'programme'"), std::string::npos);
}

}  // namespace
}  // namespace licet
