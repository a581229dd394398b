// The regime commands over the shipped law, and overlays over it.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;
const std::string kOverlay = kHome + "/docs/overlays/acme.yaml";
constexpr const char* kOrders =
    "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
    "origin,destination,place_of_use,end_use,evidence\n";

using Json = nlohmann::json;

Json JsonOf(const std::vector<std::string>& arguments, int code = kExitOk) {
  const Ran ran = Licet(arguments);
  EXPECT_EQ(ran.code, code) << ran.err;
  const Json json = Json::parse(ran.out, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << ran.out;
  return json;
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// ---- overlays

class OverlayRun : public testing::Test {
 protected:
  OverlayRun() {
    orders_ = folder_.Write("orders.csv", kOrders + Line("A", "SG") + Line("B", "MY"));
  }
  static std::string Line(const std::string& id, const std::string& to) {
    return id + ",2026-10-01,export,H200 SXM,1,1000,supermicro,oracle-sg,oracle-sg,oracle-sg,US," +
           to + "," + to + ",cloud-service,purchase-order\n";
  }
  std::vector<std::string> Check(const std::string& overlay, const std::string& format) const {
    std::vector<std::string> arguments = {
        "check", orders_, "--parties", kHome + "/data/orders/parties.csv", "--format", format};
    if (!overlay.empty()) arguments.insert(arguments.end(), {"--overlay", overlay});
    return arguments;
  }

  TempFolder folder_;
  std::string orders_;
};

TEST_F(OverlayRun, ADecisionNamesIt) {
  const Json without = JsonOf(Check("", "json"));
  EXPECT_EQ(without[0]["overlays"], Json::array());
  EXPECT_EQ(without[0]["outcome"], "release");
  const Json with = JsonOf(Check(kOverlay, "json"), kExitNo);
  EXPECT_EQ(with[0]["overlays"], Json({"acme"}));
  EXPECT_EQ(with[0]["outcome"], "block") << with[0]["reason"];
  int named = 0;
  for (const Json& ground : with[0]["gates"][0]["because"]) {
    const bool private_rule = ground["provision"].get<std::string>().starts_with("acme.");
    EXPECT_EQ(ground.contains("overlay"), private_rule) << ground["provision"];
    named += private_rule ? 1 : 0;
  }
  EXPECT_EQ(named, 1);
  const Ran table = Licet(Check(kOverlay, "table"));
  EXPECT_TRUE(Has(table.out, "with the overlay acme")) << table.out;
  EXPECT_FALSE(Has(Licet(Check("", "table")).out, "overlay"));
}

TEST_F(OverlayRun, ExplainAndClassifyTakeItToo) {
  const Ran explained = Licet({"explain", "A", "--orders", orders_, "--parties",
                               kHome + "/data/orders/parties.csv", "--overlay", kOverlay});
  EXPECT_EQ(explained.code, kExitOk) << explained.err;
  EXPECT_TRUE(Has(explained.out, "acme.no-go-places")) << explained.out;
  EXPECT_TRUE(Has(explained.out, "overlay acme"));
  const Json items =
      JsonOf({"classify", "--item", "H200 SXM", "--overlay", kOverlay, "--format", "json"});
  EXPECT_EQ(items[0]["overlays"], Json({"acme"}));
}

// A stream of orders is judged by circuits, one order by the naive walk.
TEST_F(OverlayRun, ProcessingTimesAreTheSameHoweverTheyAreFound) {
  const std::string overlay = folder_.Write(
      "clocks.yaml",
      "overlay: house\ntitle: House\nregimes:\n  us-ear:\n    provisions:\n"
      "    - {id: house.first, stage: clock, cite: {ref: 750.4}, announced: 2020-01-01,\n"
      "       effective: 2020-01-01, confidence: primary, when: \"true\", unless: [house.not],\n"
      "       gives: {clock: first-action, days: 9, from: registration}}\n"
      "    - {id: house.not, stage: clock, cite: {ref: 750.4}, announced: 2020-01-01,\n"
      "       effective: 2020-01-01, confidence: primary, when: evidence.purchase_order}\n"
      "    - {id: house.second, stage: clock, cite: {ref: 750.6}, announced: 2020-01-01,\n"
      "       effective: 2020-01-01, confidence: primary, when: evidence.purchase_order,\n"
      "       gives: {clock: denial-notice, days: 5, from: decision}}\n");
  const std::string tail = ",US,CN,CN,ai-training,";
  const std::string head = ",2026-10-01,export,H200 SXM,1,1000,nvidia,alibaba,alibaba,alibaba";
  orders_ = folder_.Write("orders.csv", kOrders + ("A" + head + tail + "purchase-order\n") +
                                            ("B" + head + tail + "purchase-order=no\n") +
                                            ("C" + head + tail + "\n") + Line("D", "SG"));
  const Json all = JsonOf(Check(overlay, "json"), kExitNo);
  const std::vector<std::string> expected = {"denial-notice true", "first-action true",
                                             "first-action unknown denial-notice unknown", ""};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::string id = all[i]["order"];
    std::string found;
    for (const Json& clock : all[i]["gates"][0]["clocks"]) {
      if (!clock["provision"].get<std::string>().starts_with("house.")) continue;
      found += (found.empty() ? "" : " ") + clock["id"].get<std::string>() + " " +
               clock["state"].get<std::string>();
    }
    EXPECT_EQ(found, expected[i]) << id;
    const std::vector<std::string> explain = {
        "explain",   id,     "--orders", orders_, "--parties", kHome + "/data/orders/parties.csv",
        "--overlay", overlay};
    std::vector<std::string> as_json = explain;
    as_json.insert(as_json.end(), {"--format", "json"});
    EXPECT_EQ(JsonOf(as_json)["gates"][0]["clocks"], all[i]["gates"][0]["clocks"]) << id;
    EXPECT_EQ(Has(Licet(explain).out, "Processing times"), !expected[i].empty()) << id;
  }
  EXPECT_TRUE(Has(all[0]["next_steps"].dump(), "denial notice within 5 days of decision (750.6)"))
      << all[0]["next_steps"];
}

TEST_F(OverlayRun, ItsDatesAndItsDefeatsCount) {
  const Json show = JsonOf({"regime", "show", "acme.no-go", "--overlay", kOverlay, "--as-of",
                            "2026-08-31", "--format", "json"});
  EXPECT_EQ(show["members"], Json({"SG"}));
  EXPECT_EQ(show["changes"][0]["day"], "2026-09-01");
  const Json nac =
      JsonOf({"regime", "show", "us-ear.740.8.nac", "--overlay", kOverlay, "--format", "json"});
  EXPECT_TRUE(Has(nac["unless"].dump(), "acme.without-nac")) << nac["unless"];
}

TEST_F(OverlayRun, ParametersOfTheSchemaHoldForEveryTransaction) {
  // A schema with a parameter, and a rule that asks for it.
  class Patched : public MemoryDisk {
   public:
    Patched() : real_(RealDisk()) {}
    Result<std::unique_ptr<ByteSource>> OpenForReading(const std::string& path) override {
      if (path == kHome + "/regimes/schema.yaml") {
        auto text = real_->ReadAll(path, 1 << 20);
        const std::size_t at = text->find("\nresults:");
        text->insert(
            at + 1,
            "  parameter.example_ratio: {type: number, unit: percent, means: \"a ratio\"}\n");
        return StringSource(*text);
      }
      return real_->OpenForReading(path);
    }
    Result<std::uint64_t> SizeOf(const std::string& path) override { return real_->SizeOf(path); }
    bool IsFile(const std::string& path) override { return real_->IsFile(path); }
    bool IsFolder(const std::string& path) override { return real_->IsFolder(path); }
    Result<std::vector<std::string>> ListFiles(const std::string& folder) override {
      return real_->ListFiles(folder);
    }
    Result<std::vector<std::string>> ListFolders(const std::string& folder) override {
      return real_->ListFolders(folder);
    }

   private:
    std::unique_ptr<Disk> real_;
  } disk;
  auto outcome = [&](const std::string& parameters) {
    const std::string overlay = folder_.Write(
        "house.yaml",
        "overlay: house\ntitle: House\n" + parameters +
            "regimes:\n  us-ear:\n    provisions:\n"
            "    - {id: house.ratio, stage: restrict, cite: {ref: manual}, announced: 2020-01-01,\n"
            "       effective: 2020-01-01, confidence: primary,\n"
            "       when: parameter.example_ratio >= 50,\n"
            "       gives: {restriction: ratio, outcome: prohibited}}\n");
    RunOptions options;
    options.disk = &disk;
    const Ran ran = Licet(Check(overlay, "json"), options);
    EXPECT_EQ(ran.err, "");
    return Json::parse(ran.out)[0]["gates"][0]["outcome"].get<std::string>();
  };
  EXPECT_EQ(outcome("parameters: {parameter.example_ratio: 50}\n"), "prohibited");
  EXPECT_NE(outcome("parameters: {parameter.example_ratio: 49}\n"), "prohibited");
  EXPECT_EQ(outcome(""), "unknown");
}

TEST_F(OverlayRun, TheSampleOfParametersSettlesACondition) {
  orders_ = folder_.Write("orders.csv",
                          std::string(kOrders) +
                              "A,2026-10-01,export,H200 SXM,1,1000,nvidia,alibaba,alibaba,alibaba,"
                              "US,CN,CN,ai-training,bundling-by-tpp=60\n" +
                              "B,2026-10-01,export,H200 SXM,1,1000,nvidia,alibaba,alibaba,alibaba,"
                              "US,CN,CN,ai-training,bundling-by-tpp=40\n");
  auto state = [](const Json& decision) {
    for (const Json& condition : decision["gates"][1]["conditions"]) {
      if (condition["id"] == "domestic-purchase") return condition["state"].get<std::string>();
    }
    return std::string("none");
  };
  const Json without = JsonOf(Check("", "json"), kExitNo);
  EXPECT_EQ(state(without[0]), "open");
  const Json with = JsonOf(Check(kHome + "/docs/overlays/bundling.yaml", "json"), kExitNo);
  EXPECT_EQ(state(with[0]), "met");
  EXPECT_NE(state(with[1]), "met");
  EXPECT_EQ(with[0]["overlays"], Json({"bundling"}));
}

TEST_F(OverlayRun, WrongOnesAreRefusedWithTheirPlace) {
  auto refused = [&](const std::string& text, const std::string& part) {
    const std::string path = folder_.Write("bad.yaml", text);
    const Ran ran = Licet(Check(path, "json"));
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(Has(ran.err, "bad.yaml:")) << ran.err;
    EXPECT_TRUE(Has(ran.err, part)) << ran.err;
  };
  refused("overlay: x\ntitle: X\nregimes: {us-eer: {provisions: []}}\n", "did you mean 'us-ear'");
  refused("overlay: us-ear\ntitle: X\nregimes: {us-ear: {provisions: []}}\n", "called 'us-ear'");
  refused("overlay: x\ntitle: X\nparameters: {parameter.none: 1}\n", "not a parameter");
  refused("title: X\n", "overlay");
  const Ran twice = Licet({"regime", "list", "--overlay", kOverlay, "--overlay", kOverlay});
  EXPECT_EQ(twice.code, kExitBadInput);
  EXPECT_TRUE(Has(twice.err, "two overlays are called 'acme'")) << twice.err;
  EXPECT_EQ(Licet({"regime", "list", "--overlay", "/no/such.yaml"}).code, kExitBadInput);
}

// ---- coverage

TEST(RegimeCoverage, AFolderOfOneCaseLacksMost) {
  const TempFolder folder;
  folder.Write("c.yaml",
               "topic: T\ncases:\n- case: At the line\n  cite: L\n  on: 2023-11-17\n"
               "  given: {item.type: ic, item.tpp: 4800, item.logic_area: 10000, "
               "item.designed_for_datacenter: true}\n  then: {us-ear: {codes: [3A090.a]}}\n");
  const Json all = JsonOf({"regime", "test", "--coverage", "--cases", folder.Path(""), "--regime",
                           "us-ear", "--format", "json"},
                          kExitNo);
  int fires = 0;
  for (const Json& one : all) {
    EXPECT_EQ(one["regime"], "us-ear");
    if (one["provision"] != "us-ear.3A090.a.1") continue;
    fires = one["fires"];
    EXPECT_EQ(one["lacks"], "just not");
    EXPECT_EQ(one["fires_example"]["case"], "At the line");
    EXPECT_TRUE(one["just_not_example"].is_null());
  }
  EXPECT_EQ(fires, 1);
  const Json lacking = JsonOf({"regime", "test", "--coverage", "--lacking", "--cases",
                               folder.Path(""), "--regime", "us-ear", "--format", "json"},
                              kExitNo);
  EXPECT_LE(lacking.size(), all.size());
  for (const Json& one : lacking) EXPECT_NE(one["lacks"], "");
  EXPECT_EQ(Licet({"regime", "test", "--cases", folder.Path("")}).code, kExitOk);
}

TEST(RegimeCoverage, AFailingCaseIsSaidInEveryFormat) {
  const TempFolder folder;
  folder.Write("c.yaml",
               "topic: T\ncases:\n- case: Wrong\n  cite: L\n  on: 2023-11-17\n"
               "  given: {item.type: ic, item.tpp: 1}\n  then: {us-ear: {codes: [3A090.a]}}\n");
  const Json json =
      JsonOf({"regime", "test", "--cases", folder.Path(""), "--format", "json"}, kExitNo);
  EXPECT_EQ(json[0]["holds"], false);
  EXPECT_EQ(json[0]["line"], 3);
  const Ran csv = Licet({"regime", "test", "--cases", folder.Path(""), "--format", "csv"});
  EXPECT_EQ(csv.code, kExitNo);
  EXPECT_TRUE(Has(csv.out, ",Wrong,L,no,")) << csv.out;
}

// ---- list, show, timeline, calendar, lint

TEST(Regime, ListCountsWhatIsInForce) {
  const Json now = JsonOf({"regime", "list", "--format", "json"});
  const Json then = JsonOf({"regime", "list", "--as-of", "2022-08-25", "--format", "json"});
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0]["regime"], "us-ear");
  EXPECT_LT(then[0]["in_force"], now[0]["in_force"]);
  EXPECT_EQ(then[0]["next_change"], "2022-08-26");
}

TEST(Regime, ShowFindsRegimesProvisionsAndSets) {
  EXPECT_EQ(JsonOf({"regime", "show", "us-ear", "--format", "json"})["regime"], "us-ear");
  const Json stay = JsonOf({"regime", "show", "us-ear.744.11.affiliates.stay", "--as-of",
                            "2026-11-10", "--format", "json"});
  EXPECT_EQ(stay["in_force"], false);
  EXPECT_EQ(stay["ends"], "2026-11-10");
  EXPECT_EQ(stay["sets_aside"][0], "us-ear.744.11.affiliates");
  EXPECT_FALSE(stay["fires_in"].empty());
  const Ran wrong = Licet({"regime", "show", "us-ear.744.11.affiliate"});
  EXPECT_EQ(wrong.code, kExitBadInput);
  EXPECT_TRUE(Has(wrong.err, "did you mean")) << wrong.err;
}

TEST(Regime, TimelineSeesTheStayOnlyWhenItIsKnown) {
  auto row = [](const std::string& known) {
    for (const Json& one :
         JsonOf({"regime", "timeline", "us-ear", "--known-at", known, "--format", "json"})) {
      if (one["provision"] == "us-ear.744.11.affiliates") return one;
    }
    return Json();
  };
  EXPECT_TRUE(row("2025-10-31")["set_aside"].empty());
  const Json later = row("2026-01-01");
  ASSERT_EQ(later["set_aside"].size(), 1U);
  EXPECT_EQ(later["set_aside"][0]["from"], "2025-11-10");
  EXPECT_EQ(later["set_aside"][0]["to"], "2026-11-10");
  EXPECT_TRUE(row("2025-09-28").is_null()) << "not announced";
}

TEST(Regime, TimelineFitsTheTerminal) {
  for (const int width : {80, 120, 200}) {
    RunOptions options;
    options.width = width;
    const Ran ran = Licet({"regime", "timeline"}, options);
    EXPECT_EQ(ran.code, kExitOk);
    for (const std::string& line : LinesOf(ran.out)) {
      EXPECT_LE(line.size(), static_cast<std::size_t>(width)) << line;
    }
  }
  EXPECT_EQ(Licet({"regime", "timeline", "--from", "2025-01-01", "--to", "2025-01-01"}).code,
            kExitBadInput);
}

TEST(Regime, TimelineReportHoldsAllProvisions) {
  const TempFolder folder;
  const std::string path = folder.Path("rules.html");
  EXPECT_EQ(Licet({"regime", "timeline", "--known-at", "2023-01-01", "--report", path}).code,
            kExitOk);
  const std::string page = ReadFile(path);
  const std::string open = "id=\"licet-data\">";
  const std::size_t begin = page.find(open) + open.size();
  const Json data = Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
  EXPECT_EQ(data["timeline"], 1);
  EXPECT_EQ(data["known_at"], "2023-01-01");
  EXPECT_TRUE(Has(data["regimes"].dump(), "us-ear.744.11.affiliates.stay"))
      << "the page's own clock can be moved on";
}

TEST(Regime, CalendarWritesAStableFile) {
  const TempFolder folder;
  const std::vector<std::string> command = {"regime",     "calendar", "us-ear",     "--from",
                                            "2025-11-01", "--to",     "2026-11-30", "--ics"};
  auto write = [&](const std::string& name) {
    std::vector<std::string> arguments = command;
    arguments.push_back(folder.Path(name));
    EXPECT_EQ(Licet(arguments).code, kExitOk);
    return ReadFile(folder.Path(name));
  };
  const std::string text = write("a.ics");
  EXPECT_EQ(text, write("b.ics"));
  EXPECT_TRUE(text.starts_with("BEGIN:VCALENDAR\r\n"));
  EXPECT_TRUE(Has(text, "SUMMARY:us-ear.744.11.affiliates returns\r\n"));
  EXPECT_TRUE(Has(text, "DTSTART;VALUE=DATE:20261110\r\n"));
  EXPECT_TRUE(Has(text, "DTSTAMP:20261121T000000Z\r\n"));
  std::set<std::string> uids;
  for (const std::string& line : LinesOf(text)) {
    if (!line.starts_with("UID:")) continue;
    EXPECT_TRUE(uids.insert(line).second) << line;
  }
  EXPECT_GE(uids.size(), 5U);
}

TEST(Regime, CalendarTakesDaysInTheirOrder) {
  const Json one = JsonOf({"regime", "calendar", "us-ear", "--from", "2026-11-10", "--to",
                           "2026-11-10", "--format", "json"});
  EXPECT_GE(one.size(), 3U) << "the last day counts";
  for (const Json& event : one) EXPECT_EQ(event["day"], "2026-11-10");
  const Ran wrong = Licet({"regime", "calendar", "--from", "2026-11-10", "--to", "2026-11-09"});
  EXPECT_EQ(wrong.code, kExitBadInput);
  EXPECT_TRUE(Has(wrong.err, "lies before")) << wrong.err;
}

TEST(Regime, LintFindsInAnOverlayWhatItFindsInALaw) {
  const TempFolder folder;
  const std::string overlay = folder.Write(
      "house.yaml",
      "overlay: house\ntitle: H\nregimes:\n  us-ear:\n    provisions:\n"
      "    - {id: house.idle, stage: require, cite: {ref: manual}, announced: 2020-01-01,\n"
      "       effective: 2020-01-01, confidence: primary, when: true}\n");
  const Json json = JsonOf({"regime", "lint", "--overlay", overlay, "--format", "json"}, kExitNo);
  bool found = false;
  for (const Json& one : json) {
    found = found ||
            (one["subject"] == "house.idle" && one["check"] == "unreferenced" && one["line"] == 6);
  }
  EXPECT_TRUE(found) << json.dump(1);
}

TEST(Regime, LintAsksASolver) {
  const TempFolder folder;
  const std::string overlay = folder.Write(
      "draft.yaml",
      "overlay: draft\ntitle: D\nregimes:\n  cn-import:\n    provisions:\n"
      "    - {id: draft.gap, stage: require, cite: {ref: draft}, announced: 2026-01-01,\n"
      "       effective: 2026-01-01, confidence: primary, when: item.tpp > 5 && item.tpp "
      "< 4,\n       gives: {requirement: draft.gap}}\n");
  const std::vector<std::string> command = {"regime", "lint", "cn-import", "--overlay", overlay};
  EXPECT_EQ(Licet(command).code, kExitOk);
  std::vector<std::string> with_solver = command;
  with_solver.insert(with_solver.end(), {"--solver", "--format", "json"});
  const Json json = JsonOf(with_solver, kExitNo);
  ASSERT_EQ(json.size(), 1U) << json.dump(1);
  EXPECT_EQ(json[0]["subject"], "draft.gap");
  EXPECT_EQ(json[0]["check"], "never-fires");
}

}  // namespace
}  // namespace licet
