// licet regime patch, and patches in the commands that take an overlay: the samples
// of docs/patches over the shipped law.

#include <nlohmann/json.hpp>

#include "licet/gate/engine.h"
#include "run.h"

namespace licet {
namespace {

using Json = nlohmann::json;

const std::string kHome = LICET_SOURCE_DIR;
const std::string kHbm = kHome + "/docs/patches/hbm-lifted.yaml";
const std::string kLine = kHome + "/docs/patches/line-moved.yaml";
const std::string kBill = kHome + "/docs/patches/chip-security-act.yaml";

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Json JsonOf(const std::vector<std::string>& arguments, int code = kExitOk) {
  const Ran ran = Licet(arguments);
  EXPECT_EQ(ran.code, code) << ran.err << ran.out;
  const Json json = Json::parse(ran.out, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << ran.out;
  return json;
}

std::string CodeOf(const std::string& item, const std::string& day, const std::string& patch = "",
                   const std::string& known = "") {
  std::vector<std::string> arguments = {"classify", "--item",   item,  "--as-of",
                                        day,        "--format", "json"};
  if (!patch.empty()) arguments.insert(arguments.end(), {"--overlay", patch});
  if (!known.empty()) arguments.insert(arguments.end(), {"--known-at", known});
  const Json json = JsonOf(arguments);
  return json[0]["governing"].get<std::string>();
}

// ---- the samples, by what they do

TEST(Patch, TheHbmControlIsLiftedOnItsDay) {
  EXPECT_EQ(CodeOf("Samsung HBM3 Icebolt", "2026-12-01"), "3A090.c");
  EXPECT_EQ(CodeOf("Samsung HBM3 Icebolt", "2026-11-30", kHbm), "3A090.c");
  EXPECT_EQ(CodeOf("Samsung HBM3 Icebolt", "2026-12-01", kHbm), "EAR99");
  EXPECT_EQ(CodeOf("Samsung HBM3 Icebolt", "2026-12-01", kHbm, "2026-11-19"), "3A090.c");
  EXPECT_EQ(CodeOf("H100 SXM5 80GB", "2026-12-01", kHbm), "3A090.a");
}

TEST(Patch, TheLineIsMoved) {
  EXPECT_EQ(CodeOf("Instinct MI250X", "2026-12-31", kLine), "3A090.a");
  EXPECT_EQ(CodeOf("Instinct MI250X", "2027-01-01", kLine), "3A090.b");
  EXPECT_EQ(CodeOf("H100 SXM5 80GB", "2027-01-01", kLine), "3A090.a");
}

TEST(Patch, ABillHoldsWhatHasNoLocationVerification) {
  const TempFolder folder;
  const std::string orders = folder.Write(
      "orders.csv",
      "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
      "origin,destination,place_of_use,end_use,evidence\n"
      "A,2027-05-18,export,H200 SXM,1,1000,nvidia,oracle-sg,oracle-sg,oracle-sg,US,SG,SG,"
      "cloud-service,purchase-order\n"
      "B,2027-05-19,export,H200 SXM,1,1000,nvidia,oracle-sg,oracle-sg,oracle-sg,US,SG,SG,"
      "cloud-service,purchase-order\n");
  const auto gate = [&](const std::string& patch, int order) {
    std::vector<std::string> arguments = {
        "check", orders, "--parties", kHome + "/data/orders/parties.csv", "--format", "json"};
    if (!patch.empty()) arguments.insert(arguments.end(), {"--overlay", patch});
    const Ran ran = Licet(arguments);
    const Json json = Json::parse(ran.out, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << ran.out << ran.err;
    return json[static_cast<std::size_t>(order)];
  };
  EXPECT_EQ(gate("", 1)["outcome"], "release");
  EXPECT_EQ(gate(kBill, 0)["outcome"], "release");
  const Json after = gate(kBill, 1);
  EXPECT_NE(after["outcome"], "release") << after["reason"];
  EXPECT_TRUE(Has(after.dump(), "location_verification")) << after.dump(1);
  EXPECT_EQ(after["overlays"], Json({"chip-security-act"}));
}

// ---- what the command says

TEST(Patch, ShowsBeforeAndAfterWithBothSources) {
  const Json json = JsonOf({"regime", "patch", kLine, "--format", "json"});
  EXPECT_EQ(json["patch"], "line-moved");
  EXPECT_EQ(json["regime"], "us-ear");
  EXPECT_EQ(json["effective"], "2027-01-01");
  ASSERT_EQ(json["changes"].size(), 4U);
  const Json& first = json["changes"][0];
  EXPECT_EQ(first["change"], "moved");
  EXPECT_EQ(first["what"], "us-ear.3A090.a.1");
  EXPECT_EQ(first["successor"], "line-moved.us-ear.3A090.a.1");
  EXPECT_EQ(first["fields"][0]["before"], "item.type == \"ic\" && item.tpp >= 4800");
  EXPECT_EQ(first["fields"][0]["after"], "item.type == \"ic\" && item.tpp >= 7000");
  EXPECT_EQ(first["law"]["doc"], "88 FR 73458");
  EXPECT_TRUE(Has(first["cite"]["ref"], "Assumption"));
  bool found = false;
  for (const Json& item : json["items"]) {
    found = found || (item["item"] == "Instinct MI250X" && item["day"] == "2027-01-01" &&
                      item["before"] == "3A090.a" && item["after"] == "3A090.b");
  }
  EXPECT_TRUE(found) << json["items"].dump(1);
}

TEST(Patch, TellsWhereElseAMovedLineStands) {
  const TempFolder folder;
  std::string text = ReadFile(kLine);
  const std::string others = ", us-ear.3A090.note-2, us-ear.z.meets-a";
  text.erase(text.find(others), others.size());
  const Ran ran = Licet({"regime", "patch", folder.Write("half.yaml", text)});
  EXPECT_EQ(ran.code, kExitOk) << ran.err;
  EXPECT_TRUE(Has(ran.out, "note: 4800 of item.tpp stays in us-ear.3A090.note-2, us-ear.z.meets-a"))
      << ran.out;
  EXPECT_FALSE(Has(Licet({"regime", "patch", kLine}).out, "stays in"));
}

TEST(Patch, TheTableFitsAndSaysThatItIsNotTheLaw) {
  for (const std::string& file : {kHbm, kLine, kBill}) {
    const Ran ran = Licet({"regime", "patch", file});
    EXPECT_EQ(ran.code, kExitOk) << ran.err;
    EXPECT_TRUE(Has(ran.out, "not the law")) << ran.out;
    EXPECT_TRUE(Has(ran.out, "Checked: no day before")) << ran.out;
    for (const std::string& line : LinesOf(ran.out)) EXPECT_LE(line.size(), 80U) << line;
  }
  EXPECT_TRUE(Has(Licet({"regime", "patch", kBill}).out, "No item of the catalogue changes"));
}

TEST(Patch, WritesCsv) {
  const auto lines = LinesOf(Licet({"regime", "patch", kHbm, "--format", "csv"}).out);
  ASSERT_GE(lines.size(), 3U);
  EXPECT_EQ(lines[0], "change,day,what,field,before,after,ref,url");
  EXPECT_TRUE(lines[1].starts_with("ends,2026-12-01,us-ear.3A090.c,when,")) << lines[1];
  EXPECT_TRUE(lines[2].starts_with("item,2026-12-01,")) << lines[2];
}

TEST(Patch, SaysWhenItIsNotKnownYet) {
  const TempFolder folder;
  std::string text = ReadFile(kHbm);
  text.replace(text.find("announced: 2026-11-20"), 21, "announced: 2026-11-22");
  const Ran ran = Licet({"regime", "patch", folder.Write("later.yaml", text)});
  EXPECT_EQ(ran.code, kExitOk) << ran.err;
  EXPECT_TRUE(Has(ran.out, "It is known from 2026-11-22 on")) << ran.out;
  EXPECT_TRUE(Has(ran.out, "EAR99")) << ran.out;
  EXPECT_FALSE(Has(Licet({"regime", "patch", kHbm}).out, "It is known from"));
}

// ---- the other commands

TEST(Patch, NoAnswerTakesItForTheLaw) {
  const auto out = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--overlay", kHbm});
    const Ran ran = Licet(arguments);
    EXPECT_NE(ran.code, kExitBadInput) << ran.err;
    return ran.out;
  };
  EXPECT_TRUE(Has(out({"classify"}), "With the overlay hbm-lifted."));
  EXPECT_FALSE(Has(Licet({"classify"}).out, "overlay"));
  EXPECT_TRUE(Has(out({"regime", "list"}), "with the overlay hbm-lifted"));
  EXPECT_TRUE(Has(out({"regime", "show", "us-ear"}), "With the overlay hbm-lifted"));
  EXPECT_TRUE(Has(out({"regime", "show", "us-ear.3A090.c"}), "hbm-lifted.end.us-ear.3A090.c"));
  EXPECT_TRUE(Has(out({"regime", "timeline", "us-ear", "--from", "2026-01-01", "--format", "csv"}),
                  "hbm-lifted.end.us-ear.3A090.c"));
  EXPECT_TRUE(Has(out({"regime", "calendar", "us-ear", "--from", "2026-11-30"}),
                  "sets aside us-ear.3A090.c"));
  EXPECT_TRUE(Has(out({"explain", "Samsung HBM3 Icebolt", "--as-of", "2026-12-01", "--all"}),
                  "overlay hbm-lifted"));
  for (const std::string& file : {kHbm, kLine, kBill}) {
    const Ran lint = Licet({"regime", "lint", "us-ear", "--overlay", file});
    EXPECT_EQ(lint.code, kExitOk) << lint.out;
  }
}

TEST(Patch, AMemberThatJoinsIsNamedWithItsPatch) {
  const TempFolder folder;
  const std::string file = folder.Write(
      "groups.yaml",
      "patch: groups\ntitle: T\nregime: us-ear\ncite: {ref: talk}\nannounced: 2026-11-20\n"
      "effective: 2026-12-01\nchanges:\n- members: {set: 'D:5', add: [SG], end: [ER]}\n");
  const auto show = [&](const std::string& day) {
    return JsonOf({"regime", "show", "D:5", "--overlay", file, "--as-of", day, "--format", "json"});
  };
  const Json before = show("2026-11-30");
  const Json after = show("2026-12-01");
  EXPECT_EQ(before["members"].dump().find("\"SG\""), std::string::npos);
  EXPECT_NE(after["members"].dump().find("\"SG\""), std::string::npos);
  EXPECT_NE(before["members"].dump().find("\"ER\""), std::string::npos);
  EXPECT_EQ(after["members"].dump().find("\"ER\""), std::string::npos);
  EXPECT_TRUE(Has(after["changes"].dump(), "overlay groups"));
  const Ran calendar = Licet({"regime", "calendar", "us-ear", "--overlay", file, "--from",
                              "2026-12-01", "--to", "2026-12-01"});
  EXPECT_TRUE(Has(calendar.out, "SG; overlay groups (talk)")) << calendar.out;
}

TEST(Patch, ReplayTakesIt) {
  const Ran ran = Licet({"replay", kHome + "/data/orders/public-record.csv", "--under",
                         "us-ear@2027-06-01,overlay=" + kBill, "--against", "us-ear@2027-06-01",
                         "--no-screening", "--format", "json"});
  EXPECT_EQ(ran.code, kExitOk) << ran.err;
  const Json json = Json::parse(ran.out, nullptr, false);
  ASSERT_FALSE(json.is_discarded()) << ran.out.substr(0, 500);
  EXPECT_TRUE(Has(ran.out, "chip-security-act"));
}

// ---- regime diff with a patch on one side

TEST(PatchDiff, ShowsWhatThePatchChanges) {
  const std::string where =
      R"(item.type == "memory" && transaction.activity == "export" && transaction.origin == "US")"
      R"( && transaction.destination == "CN" && transaction.end_use == "cloud-service")";
  const Json json =
      JsonOf({"regime", "diff", "us-ear@2026-12-01", "us-ear@2026-12-01,overlay=" + kHbm, "--where",
              where, "--format", "json", "--regions", "20"},
             kExitNo);
  ASSERT_FALSE(json["regions"].empty());
  for (const Json& region : json["regions"]) {
    EXPECT_TRUE(Has(region["where"].dump(), "item.memory_bandwidth_density > 2")) << region.dump(1);
  }
  bool found = false;
  for (const Json& item : json["items"]) {
    found = found || (item["item"] == "Samsung HBM3 Icebolt" && item["before"] == "3A090.c" &&
                      item["after"] == "EAR99");
  }
  EXPECT_TRUE(found) << json["items"].dump(1);
}

TEST(PatchDiff, TheDayBeforeNothingDiffers) {
  const Ran ran =
      Licet({"regime", "diff", "us-ear@2026-11-30,overlay=" + kHbm, "us-ear@2026-11-30"});
  EXPECT_EQ(ran.code, kExitOk) << ran.out << ran.err;
  EXPECT_TRUE(ran.out.starts_with("Proved:")) << ran.out;
}

TEST(PatchDiff, ParametersOnOneSideAreRefused) {
  const Ran ran = Licet({"regime", "diff", "us-ear@2026-12-01",
                         "us-ear@2026-12-01,overlay=" + kHome + "/docs/overlays/bundling.yaml"});
  EXPECT_EQ(ran.code, kExitBadInput);
  EXPECT_TRUE(Has(ran.err, "sets parameters")) << ran.err;
}

// ---- no earlier day

TEST(Patch, NoSampleChangesAnEarlierDay) {
  const auto disk = RealDisk();
  for (const std::string& file : {kHbm, kLine, kBill}) {
    Engine engine = Engine::Load(*disk, {kHome, "", "", "", {file}}).value();
    const Patch& patch = *engine.overlays()[0].patch();
    const Pack* with = engine.FindPack("us-ear").value();
    const Pack* without = engine.PackUnder(*disk, "us-ear", {}).value();
    const Date announced = patch.announced();
    const std::vector<Date> days = ChangeDays(*with);
    for (const Reading reading : {Reading::kEnforced, Reading::kCodified}) {
      const auto difference = [&](Date day, Date known) {
        return FirstDifference(TakeSnapshot(*with, day, known, reading),
                               TakeSnapshot(*without, day, known, reading));
      };
      const Date before = Date::FromDays(patch.effective().days() - 1);
      EXPECT_EQ(difference(before, Date::Max()), "") << file;
      EXPECT_NE(difference(patch.effective(), announced), "") << file;
      for (const Date day : days) {
        EXPECT_EQ(difference(day, Date::FromDays(announced.days() - 1)), "") << file;
        if (!(day < patch.effective())) continue;
        EXPECT_EQ(difference(day, Date::Max()), "") << file;
      }
    }
  }
}

// ---- bad files

TEST(Patch, BadFilesAreRefusedInOneSentence) {
  const TempFolder folder;
  const std::string head =
      "patch: x\ntitle: T\nregime: us-ear\ncite: {ref: r}\nannounced: 2026-11-20\n"
      "effective: 2026-12-01\nchanges:\n";
  const std::pair<std::string, std::string> bad[] = {
      {head + "- end: us-ear.3A090.d\n", "did you mean 'us-ear.3A090.c'"},
      {head + "- end: us-ear.2022.3A090\n", "ended on 2023-11-17"},
      {head + "- move: {provision: us-ear.3A090.a.1, from: 4801, to: 6000}\n", "holds no 4801"},
      {head + "- end: us-ear.3A090.c\n  effective: 2026-11-30\n", "may only be later"},
      {"patch: x\ntitle: T\nregime: us-eer\ncite: {ref: r}\nannounced: 2026-11-20\n"
       "effective: 2026-12-01\nchanges: [{end: us-ear.3A090.c}]\n",
       "did you mean 'us-ear'"},
      {ReadFile(kHome + "/docs/overlays/acme.yaml"), "this is an overlay"},
      {"overlays: x\n", "a patch with 'patch: NAME'"},
  };
  for (const auto& [text, part] : bad) {
    const Ran ran = Licet({"regime", "patch", folder.Write("bad.yaml", text)});
    EXPECT_EQ(ran.code, kExitBadInput) << text;
    EXPECT_TRUE(Has(ran.err, part)) << ran.err;
    EXPECT_TRUE(Has(ran.err, "bad.yaml:")) << ran.err;
    EXPECT_EQ(ran.out, "");
  }
  EXPECT_EQ(Licet({"regime", "patch", folder.Path("none.yaml")}).code, kExitBadInput);
}

}  // namespace
}  // namespace licet
