// --domain of the commands that ask a solver, as a user runs them.

#include <nlohmann/json.hpp>

#include "licet/gate/judge.h"
#include "run.h"

namespace licet {
namespace {

using Json = nlohmann::json;

constexpr const char* kToChina = "us-ear: no-licence-required to CN";
const std::string kPart = "item.designed_for_datacenter && item.logic_area == 814";

// Runs a command with these domains.
Ran Within(std::vector<std::string> command, const std::vector<std::string>& domains) {
  for (const std::string& domain : domains) {
    command.insert(command.end(), {"--domain", domain});
  }
  return Licet(command);
}
Json AnswerWithin(std::vector<std::string> command, const std::vector<std::string>& domains) {
  command.insert(command.end(), {"--format", "json"});
  const Ran ran = Within(std::move(command), domains);
  EXPECT_EQ(ran.err, "");
  return Json::parse(ran.out, nullptr, false);
}

std::vector<std::string> Prove(const std::string& when, const std::string& implies) {
  return {"regime", "prove", "us-ear@2026-11-21", "--when", when, "--implies", implies};
}
std::vector<std::string> Design(const std::string& metric, const std::string& where = kPart) {
  return {"regime",     "design",       "--maximize", metric,    "--as-of",
          "2023-11-17", "--subject-to", kToChina,     "--where", where};
}
std::vector<std::string> Respec(const std::string& item) {
  return {"item", "respec", item, "--as-of", "2023-11-17", "--to", kToChina};
}
std::vector<std::string> Diff() {
  return {"regime",
          "diff",
          "us-ear@2022-10-06",
          "us-ear@2022-10-07",
          "--where",
          R"(item.type == "ic" && transaction.activity == "export" && )"
          R"(transaction.origin == "US" && transaction.end_use == "cloud-service")"};
}
const std::vector<std::string> kFrontier = {"regime", "frontier", "--on", "2022-10-06"};

TEST(ProveDomain, AClaimOfWhatIsInTheDomain) {
  EXPECT_EQ(AnswerWithin(Prove("true", "item.tpp < 4800"), {})["answer"], "refuted");
  const Json narrow = AnswerWithin(Prove("true", "item.tpp < 4800"), {"item.tpp=..4799"});
  EXPECT_EQ(narrow["answer"], "proved");
  EXPECT_NE(narrow["claim"].dump().find("item.tpp=..4799"), std::string::npos)
      << "it is proved of these only: " << narrow["claim"];
  const std::string physical = "item.tpp <= 100000000";
  EXPECT_EQ(AnswerWithin(Prove("true", physical), {})["answer"], "proved");
  const Json wide = AnswerWithin(Prove("true", physical), {"item.tpp=0..1000000000"});
  EXPECT_EQ(wide["answer"], "refuted");
}

TEST(ProveDomain, SeveralAtOnce) {
  const std::vector<std::string> claim =
      Prove("true", R"(item.type == "ic" && !item.has_hbm && !("sdn" in end_user.flags))");
  EXPECT_EQ(AnswerWithin(claim, {"item.type=ic", "item.has_hbm=false",
                                 "end_user.flags=entity-list"})["answer"],
            "proved");
  EXPECT_EQ(AnswerWithin(claim, {"item.type=ic", "item.has_hbm=false"})["answer"], "refuted");
}

TEST(DiffDomain, RegionsAreThoseInIt) {
  const std::string line = "us-ear.2022.3A090 begins";
  const Json all = AnswerWithin(Diff(), {});
  EXPECT_NE(all["regions"].dump().find(line), std::string::npos) << all["regions"].dump(1);
  const Json below = AnswerWithin(Diff(), {"item.tpp=..4799"});
  EXPECT_EQ(below["complete"], true);
  EXPECT_EQ(below["regions"].dump().find(line), std::string::npos) << below["regions"].dump(1);
  EXPECT_EQ(below["domains"], Json::array({"item.tpp=..4799"}));
  EXPECT_NE(Within(Diff(), {"item.tpp=..4799"}).out.find("item.tpp=..4799"), std::string::npos);
}

TEST(DesignDomain, WhatEndsIt) {
  EXPECT_EQ(AnswerWithin(Design("item.tpp"), {"item.tpp=..5000"})["answer"],
            "item.tpp < 2,400 TPP");
  const Ran ended = Within(Design("item.tpp"), {"item.tpp=..2000"});
  EXPECT_NE(ended.out.find("item.tpp <= 2,000 TPP"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("The domain of item.tpp ends it, from 0 to 2,000, not the law."),
            std::string::npos)
      << ended.out;
  const Ran together = Within(Design("item.tpp"), {"item.total_tpp=..1000"});
  EXPECT_NE(together.out.find("The envelope or a domain ends it, not the law."), std::string::npos)
      << together.out;
  const Ran physical = Licet(Design("item.memory_capacity"));
  EXPECT_NE(physical.out.find("The domain of item.memory_capacity ends it, from 0 to 10,000,000,"),
            std::string::npos)
      << physical.out;
  const Ran envelope = Licet(Design("item.tpp", kPart + " && item.tpp <= 7"));
  EXPECT_NE(envelope.out.find("The envelope ends it, not the law."), std::string::npos)
      << envelope.out;
}

TEST(DesignDomain, AFactOfTheDealMayBeAnythingInIt) {
  std::vector<std::string> least = Design("item.tpp");
  const auto answer = [&](const std::string& domain) {
    return AnswerWithin(least, {domain})["answer"];
  };
  EXPECT_EQ(answer("item.type=ic"), "item.tpp < 2,400 TPP");
  EXPECT_EQ(answer("end_user.headquarters=CN"), "item.tpp < 2,400 TPP");
  const Ran route = Within(least, {"transaction.destination=MO"});
  EXPECT_EQ(route.code, kExitBadInput);
  EXPECT_NE(route.err.find("the requirement and --from say it"), std::string::npos) << route.err;
}

TEST(RespecDomain, ThePartStaysInIt) {
  const Json free = AnswerWithin(Respec("L4"), {});
  EXPECT_EQ(free["plans"].size(), 3U);
  const Json small = AnswerWithin(Respec("L4"), {"item.logic_area=..600"});
  EXPECT_EQ(small["plans"].size(), 2U) << "no larger die: " << small["plans"].dump(1);
  EXPECT_EQ(small["domains"], Json::array({"item.logic_area=..600"}));
  EXPECT_EQ(AnswerWithin(Respec("L4"), {"item.type=memory"})["answer"], "none")
      << "what the catalogue knows stays";
}

TEST(FrontierDomain, AnyIsAnyInTheSchemasBounds) {
  const auto first = [](const std::vector<std::string>& domains) {
    return AnswerWithin(kFrontier, domains)["years"][0]["lines"][0]["points"][0]["text"];
  };
  EXPECT_EQ(first({}), "any");
  EXPECT_EQ(first({"item.tpp=..20000"}), "any") << "the domain ends it, not the law";
  const Json json = AnswerWithin(kFrontier, {"item.tpp=..20000"});
  EXPECT_EQ(json["domains"], Json::array({"item.tpp=..20000"}));
}

TEST(Domain, BadInputOfEveryCommand) {
  for (const std::vector<std::string>& command :
       {Prove("true", "true"), Diff(), Design("item.tpp"), Respec("L4"), kFrontier}) {
    const auto says = [&](const std::vector<std::string>& domains, const std::string& words) {
      const Ran ran = Within(command, domains);
      EXPECT_EQ(ran.code, kExitBadInput) << command[1];
      EXPECT_EQ(ran.out, "") << command[1];
      EXPECT_NE(ran.err.find(words), std::string::npos) << command[1] << ": " << ran.err;
    };
    says({"item.tpo=0..5"}, "did you mean 'item.tpp'");
    says({"item.tpp=0..5 TPP"}, "write plain digits, they are TPP");
    says({"item.tpp=5..3"}, "is empty");
    says({"item.tpp=200000000.."}, "the schema's own end; write both ends");
    says({"item.type=memori"}, "did you mean 'memory'");
    says({"item.performance_density=..5"}, "item.tpp and item.logic_area");
    says({"end_user.flags=entity-lst"}, "'entity-list'");
    says({"item.tpp=..5", "item.tpp=..6"}, "second of item.tpp");
    says({"item.tpp=100..", "item.total_tpp=..50"}, "leave no transaction");
  }
}

// What the schema assumes leaves out no part that exists.
TEST(Domain, EveryPartOfTheCatalogueIsInTheSchemasBounds) {
  const auto disk = RealDisk();
  EngineFiles files;
  files.home = LICET_SOURCE_DIR;
  auto engine = Engine::Load(*disk, files);
  ASSERT_TRUE(engine) << engine.error().ToString();
  const Pack* pack = *engine->FindPack("us-ear");
  const Date day = *Date::Parse("2026-11-21");
  Clocks clocks;
  clocks.known_at = day;
  int figures = 0;
  for (const Item& item : engine->catalog().items()) {
    const Facts facts = ClassifyItem(*engine, *pack, item, day, clocks).answer.facts;
    for (int i = 0; i < static_cast<int>(engine->schema().facts().size()); ++i) {
      const FactDecl& decl = engine->schema().facts()[static_cast<std::size_t>(i)];
      const auto& high = facts[i].number.high;
      if (decl.type != FactType::kNumber || !high) continue;
      EXPECT_LE(high->micros(), decl.most->micros()) << item.model << " " << decl.name;
      ++figures;
    }
  }
  EXPECT_GE(figures, 500);
}

}  // namespace
}  // namespace licet
