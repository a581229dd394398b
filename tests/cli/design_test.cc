// licet regime design and licet item respec, as a user runs them, and the parts that makers
// really shipped.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "licet/base/csv.h"
#include "licet/base/range.h"
#include "run.h"

namespace licet {
namespace {

using Json = nlohmann::json;

constexpr const char* kToChina = "us-ear: no-licence-required to CN";

Json Answer(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json"});
  const Ran ran = Licet(arguments);
  EXPECT_EQ(ran.err, "");
  return Json::parse(ran.out, nullptr, false);
}
Json Design(const std::string& metric, const std::string& day, const std::string& where,
            const std::string& target = kToChina) {
  return Answer({"regime", "design", "--maximize", metric, "--as-of", day, "--subject-to", target,
                 "--where", where});
}
Json Respec(const std::string& item, const std::string& day, const std::string& target = kToChina) {
  return Answer({"item", "respec", item, "--as-of", day, "--to", target});
}

// The day before a rule and the day of it.
TEST(Design, LinesOfTheDay) {
  const std::string part = "item.logic_area == 814 && item.designed_for_datacenter";
  EXPECT_EQ(Design("item.tpp", "2023-11-17", part)["answer"], "item.tpp < 2,400 TPP");
  const std::string linked = part + " && item.interconnect >= 600";
  EXPECT_EQ(Design("item.tpp", "2023-11-16", linked)["answer"], "item.tpp < 4,800 TPP");
  const Json free = Design("interconnect", "2023-11-16", "item.tpp == 15831.2");
  EXPECT_EQ(free["answer"], "item.interconnect < 600 GB/s");
  EXPECT_EQ(free["ends_at"][0]["provision"], "us-ear.2022.3A090");
}

TEST(Design, ThePlanesOfTheLane) {
  const std::string lane = "us-ear: case-by-case to CN";
  EXPECT_EQ(Design("item.tpp", "2026-01-15", "item.designed_for_datacenter", lane)["answer"],
            "item.tpp < 21,000 TPP");
  const Json before = Design("item.tpp", "2026-01-14", "item.designed_for_datacenter", lane);
  EXPECT_NE(before["answer"], "item.tpp < 21,000 TPP") << "announced, not yet in force";
}

TEST(Design, InsideAnItemOfTheCatalogue) {
  const Json answer = Answer({"regime", "design", "--maximize", "item.memory_bandwidth", "--like",
                              "H100 SXM5 80GB", "--as-of", "2023-11-17", "--subject-to", kToChina});
  EXPECT_EQ(answer["value"], "3350") << "bandwidth is not what the law counts";
  EXPECT_TRUE(answer["ends_at"].empty());
}

// What is asked of the parties is asked of the deal.
TEST(Design, ConditionsOfPartiesHoldInTheDeal) {
  const Json answer =
      Design("item.tpp", "2023-11-17", R"(parties.exists(p, p.headquarters == "CN"))",
             "us-ear: no-licence-required to AE");
  EXPECT_EQ(answer["answer"], "nothing that fits") << "the buyer of a plain deal is of the country";
}

TEST(Design, WhoEndsIt) {
  EXPECT_EQ(Design("item.tpp", "2023-11-17", "item.tpp <= 100")["envelope_ends"], true);
  EXPECT_EQ(Design("item.tpp", "2023-11-17", "item.logic_area == 814")["envelope_ends"], false);
  const Json none = Design("item.performance_density", "2023-11-17", "item.logic_area == 0");
  EXPECT_EQ(none["answer"], "nothing that has this density");
}

TEST(Design, AnAnswerUnderAPatchNamesIt) {
  const std::string patch = std::string(LICET_SOURCE_DIR) + "/docs/patches/line-moved.yaml";
  const Json answer = Answer({"regime", "design", "--maximize", "item.tpp", "--subject-to",
                              kToChina, "--overlay", patch, "--where", "item.tpp <= 100"});
  EXPECT_EQ(answer["overlays"], Json::array({"line-moved"}));
}

TEST(Design, NothingFits) {
  const Ran ran =
      Licet({"regime", "design", "--maximize", "item.tpp", "--as-of", "2023-11-17", "--subject-to",
             kToChina, "--where", "item.tpp >= 4800 && item.designed_for_datacenter"});
  EXPECT_EQ(ran.code, kExitNo);
  EXPECT_NE(ran.out.find("nothing that fits"), std::string::npos) << ran.out;
}

TEST(Design, BadInput) {
  const auto says = [](std::vector<std::string> arguments, const std::string& words) {
    arguments.insert(arguments.begin(), {"regime", "design"});
    const Ran ran = Licet(arguments);
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
  };
  says({"--maximize", "item.tpo", "--subject-to", kToChina}, "item.tpp");
  says({"--subject-to", kToChina}, "--maximize");
  says({"--maximize", "item.tpp", "--subject-to", "no-licence-required to CN"}, "no regime");
  says({"--maximize", "item.tpp", "--subject-to", "us-ear: no-licence-required"}, "no country");
  says({"--maximize", "item.tpp", "--subject-to", "us-ear: no-licence to CN"},
       "no-licence-required");
  says({"--maximize", "item.tpp", "--subject-to", "us-ear: 3A090.b to XQ"}, "country");
  says({"--maximize", "item.tpp", "--subject-to", "us-er: 3A090.b to CN"}, "us-ear");
  says({"--maximize", "item.tpp", "--subject-to", kToChina, "--where",
        R"(transaction.destination != "KP")"},
       "--where asks for transaction.destination");
  says({"--maximize", "item.tpp", "--subject-to", "us-ear: dd-tpp to CN"}, "neither an outcome");
}

TEST(Respec, EachLineHasItsSmallestChange) {
  const Json plans = Respec("L4", "2023-11-17")["plans"];
  ASSERT_EQ(plans.size(), 3U);
  EXPECT_EQ(plans[0][0]["limit"], "< 1,600 TPP");
  EXPECT_EQ(plans[0][0]["change"], "-17.5 %");
  EXPECT_EQ(plans[0][0]["ends_at"][0]["provision"], "us-ear.3A090.b.2");
  EXPECT_EQ(plans[1][0]["limit"], "> 606.25 mm2") << "1,940 on less than a density of 3.2";
  EXPECT_EQ(plans[2][0]["fact"], "item.designed_for_datacenter");
}

TEST(Respec, WhatNeedsTwoChangesGetsTwo) {
  const Json plans = Answer({"item", "respec", "B200 (HGX/DGX, per GPU)", "--as-of", "2026-01-15",
                             "--to", "us-ear: case-by-case to CN"})["plans"];
  ASSERT_EQ(plans.size(), 1U);
  ASSERT_EQ(plans[0].size(), 2U);
  EXPECT_EQ(plans[0][0]["limit"], "< 21,000 TPP");
  EXPECT_EQ(plans[0][1]["limit"], "< 6,500 GB/s");
}

TEST(Respec, AlreadySo) {
  EXPECT_EQ(Respec("H20 96GB", "2023-11-17")["answer"], "already");
  EXPECT_EQ(Respec("H800 SXM5 80GB", "2023-11-16")["answer"], "already");
  EXPECT_EQ(Respec("H800 SXM5 80GB", "2023-11-17")["answer"], "found");
}

// A condition chooses nothing that the catalogue knows.
TEST(Respec, WhatIsKnownStays) {
  const Json answer = Answer({"item", "respec", "H100 SXM5 80GB", "--as-of", "2023-11-17", "--to",
                              kToChina, "--where", "item.tpp >= 1000 && !item.has_hbm"});
  EXPECT_EQ(answer["answer"], "found");
  EXPECT_EQ(answer["plans"][0][0]["limit"], "< 2,400 TPP");
}

TEST(Respec, BadInput) {
  const Ran board = Licet({"item", "respec", "HGX H20 8-GPU", "--to", kToChina});
  EXPECT_EQ(board.code, kExitBadInput);
  const Ran unknown = Licet({"item", "respec", "Instinct MI308X", "--to", kToChina});
  EXPECT_EQ(unknown.code, kExitBadInput);
  EXPECT_NE(unknown.err.find("--where"), std::string::npos) << unknown.err;
  EXPECT_EQ(Licet({"item", "respec", "Instinct MI308X", "--to", kToChina, "--where",
                   "item.logic_area == 1017 && item.interconnect == 896"})
                .code,
            kExitOk);
}

TEST(Frontier, YearByYear) {
  TempFolder folder;
  const std::string page = folder.Path("frontier.html");
  const Json answer = Answer({"regime", "frontier", "us-ear", "--on", "2022-10-06,2023-11-17",
                              "--answer", "no-licence-required", "--report", page});
  ASSERT_EQ(answer["years"].size(), 2U);
  const auto most = [&](std::size_t year, int area) -> std::string {
    for (const Json& point : answer["years"][year]["lines"][0]["points"]) {
      if (point["area"] == area) return point["text"];
    }
    return "";
  };
  EXPECT_EQ(most(0, 814), "any") << "the day before the first line";
  EXPECT_EQ(most(1, 294), "< 1,600");
  EXPECT_EQ(most(1, 609), "< 1,948.8");
  EXPECT_EQ(most(1, 814), "< 2,400");
  EXPECT_EQ(most(1, 1600), "< 2,560") << "1.6 TPP/mm2";
  EXPECT_FALSE(answer["years"][1]["chips"].empty());
  std::ifstream in(page);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  EXPECT_NE(text.find(R"("frontier":1)"), std::string::npos);
}

// The published figure of a part, as `item show` gives it; of a range the upper end.
Decimal FigureOf(const std::string& part, const std::string& metric) {
  const Json items = Answer({"item", "show", part});
  const Json& figure = items[0]["metrics"][metric.substr(metric.find('.') + 1)];
  return *Range::Parse(figure.get<std::string>()).value().high;
}

std::int64_t Micros(const std::string& text) {
  const auto number = Decimal::Parse(text);
  EXPECT_TRUE(number) << text;
  return number ? number->micros() : 0;
}

// From the law alone the lines come out that makers stayed under (data/redesigns.csv). A part
// with a parent is one of the changes that `respec` finds for it; one without is inside what
// `design` finds.
TEST(History, MakersArrivedWhereTheLawSays) {
  const auto disk = RealDisk();
  const std::string path = std::string(LICET_SOURCE_DIR) + "/data/redesigns.csv";
  auto table = CsvTable::Open(CsvReader(disk->OpenForReading(path).value(), path),
                              {"part", "parent", "as_of", "subject_to", "where", "metric",
                               "tolerance_percent", "source", "note"},
                              {})
                   .value();
  int rows = 0;
  while (table.Next().value()) {
    ++rows;
    const std::string part = table.Get("part");
    const std::string metric = table.Get("metric");
    std::vector<std::string> asked = {"--as-of", table.Get("as_of")};
    if (!table.Get("where").empty()) {
      asked.insert(asked.end(), {"--where", table.Get("where")});
    }
    std::vector<std::int64_t> limits;
    if (table.Get("parent").empty()) {
      asked.insert(asked.begin(), {"regime", "design", "--maximize", metric});
      asked.insert(asked.end(), {"--subject-to", table.Get("subject_to")});
      limits.push_back(Micros(Answer(asked)["value"]));
    } else {
      asked.insert(asked.begin(), {"item", "respec", table.Get("parent")});
      asked.insert(asked.end(), {"--to", table.Get("subject_to")});
      const Json answer = Answer(asked);
      for (const Json& plan : answer["plans"]) {
        for (const Json& change : plan) {
          if (change["fact"] == metric) limits.push_back(Micros(change["to"]));
        }
      }
    }
    ASSERT_FALSE(limits.empty()) << part;
    const std::int64_t shipped = FigureOf(part, metric).micros();
    const std::int64_t tolerance = Micros(table.Get("tolerance_percent"));
    EXPECT_TRUE(std::ranges::any_of(
        limits,
        [&](std::int64_t limit) {
          const double percent =
              100.0 * static_cast<double>(limit - shipped) / static_cast<double>(limit);
          return shipped <= limit && percent <= static_cast<double>(tolerance) / 1e6;
        }))
        << part << " has " << shipped << ", the law permits " << limits.front();
  }
  EXPECT_EQ(rows, 9);
}

}  // namespace
}  // namespace licet
