// licet regime diff, as a user runs it.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

using Json = nlohmann::json;

const std::string kSale =
    R"(item.type == "ic" && transaction.activity == "export" && transaction.origin == "US")"
    R"( && transaction.destination == "CN" && transaction.end_use == "cloud-service")";

Ran Diff(const std::string& before, const std::string& after,
         std::vector<std::string> more = {"--where", kSale}) {
  std::vector<std::string> arguments = {"regime", "diff", before, after};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return Licet(arguments);
}

TEST(Diff, TheLineOfOctober2022) {
  const Ran ran =
      Diff("us-ear@2022-10-06", "us-ear@2022-10-07", {"--where", kSale, "--format", "json"});
  EXPECT_EQ(ran.code, kExitNo) << ran.err;
  const Json json = Json::parse(ran.out, nullptr, false);
  EXPECT_EQ(json["complete"], true);
  bool found = false;
  for (const Json& region : json["regions"]) {
    const std::string where = region["where"].dump();
    found = found ||
            (region["before"] == "no-licence-required" && region["after"] == "licence-required" &&
             where.find("item.tpp >= 4800") != std::string::npos &&
             where.find("item.interconnect >= 600") != std::string::npos);
  }
  EXPECT_TRUE(found) << json["regions"].dump(1);
  bool a100 = false;
  for (const Json& item : json["items"]) {
    a100 = a100 || (item["item"] == "A100 SXM4 80GB" && item["after"] == "3A090");
  }
  EXPECT_TRUE(a100) << json["items"].dump(1);
}

TEST(Diff, TheSameLawProvesThatNothingDiffers) {
  const Ran ran = Diff("us-ear@2023-11-17", "us-ear@2023-11-18");
  EXPECT_EQ(ran.code, kExitOk) << ran.out << ran.err;
  EXPECT_EQ(ran.out.substr(0, 7), "Proved:");
  EXPECT_EQ(
      Diff("us-ear@2023-11-17", "us-ear@2023-11-18", {"--where", kSale, "--format", "csv"}).out,
      "kind,before,after,where,witness\n");
}

TEST(Diff, WhatIsLeftOpenIsSaid) {
  const Ran ran =
      Diff("us-ear@2022-10-06", "us-ear@2022-10-07", {"--where", kSale, "--regions", "1"});
  EXPECT_EQ(ran.code, kExitNo);
  EXPECT_NE(ran.out.find("Undecided: 1 regions"), std::string::npos) << ran.out;
}

TEST(Diff, BadInput) {
  EXPECT_EQ(Diff("us-ear@2022-10-06", "us-ear").code, kExitBadInput);
  EXPECT_EQ(Diff("us-ear@2022-10-06", "us-ear@2022-10-07", {"--where", "item.tpq > 1"}).code,
            kExitBadInput);
}

}  // namespace
}  // namespace licet
