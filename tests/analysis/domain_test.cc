// What the schema or the user says that facts may be, as the solver sees it.

#include "licet/rules/domain.h"

#include "law_test.h"

namespace licet {
namespace {

class DomainTest : public LawTest {
 protected:
  void State(const std::string& text) {
    const Status stated = StateDomain(text, schema_.get());
    ASSERT_TRUE(stated) << stated.error().ToString();
  }
  // Whether there is a transaction of which the condition holds.
  Search Any(std::string_view condition) {
    Reasoner reasoner(*schema_, kLong);
    return Find(&reasoner, reasoner.Holds(When(condition), {}));
  }
  const Value& Found(const char* fact) const { return witness_->facts[schema_->Find(fact)]; }
};

TEST_F(DomainTest, TheSchemaBoundsNumbers) {
  EXPECT_EQ(Any("item.tpp == 100000000"), Search::kFound);
  EXPECT_EQ(Any("item.tpp > 100000000"), Search::kNone);
  EXPECT_EQ(Any("exporter.listed_ownership >= 100"), Search::kFound);
  EXPECT_EQ(Any("exporter.listed_ownership > 100"), Search::kNone);
}

TEST_F(DomainTest, NarrowerThanTheSchema) {
  State("item.tpp=100..20000");
  EXPECT_EQ(Any("item.tpp >= 20000"), Search::kFound);
  EXPECT_EQ(Found("item.tpp").number, Range::Exactly(Decimal::FromInt(20'000)));
  EXPECT_EQ(Any("item.tpp > 20000"), Search::kNone);
  EXPECT_EQ(Any("item.tpp <= 100"), Search::kFound);
  EXPECT_EQ(Any("item.tpp < 100"), Search::kNone);
}

TEST_F(DomainTest, WiderThanTheSchema) {
  State("item.tpp=0..1000000000");
  EXPECT_EQ(Any("item.tpp == 1000000000"), Search::kFound);
  EXPECT_EQ(Any("item.tpp > 1000000000"), Search::kNone);
}

// Of a fact that no condition asks for too.
TEST_F(DomainTest, WhatIsFoundIsInTheDomain) {
  State("item.logic_area=50..60");
  ASSERT_EQ(Any("item.tpp >= 4800"), Search::kFound);
  EXPECT_EQ(Found("item.logic_area").number, Range::Exactly(Decimal::FromInt(50)));
  const auto told = std::ranges::find(witness_->told, schema_->Find("item.logic_area"));
  EXPECT_NE(told, witness_->told.end()) << "it is not zero, so that it is told";
}

TEST_F(DomainTest, Words) {
  State("transaction.destination=CN,MO");
  EXPECT_EQ(Any(R"(transaction.destination == "CN")"), Search::kFound);
  EXPECT_EQ(Any(R"(transaction.destination != "CN")"), Search::kFound);
  EXPECT_EQ(Found("transaction.destination").symbol, schema_->symbols().Find("MO"));
  EXPECT_EQ(Any(R"(transaction.destination == "AE")"), Search::kNone);
  EXPECT_EQ(Any(R"(!(transaction.destination in ["CN", "MO"]))"), Search::kNone);
  EXPECT_EQ(Any("transaction.destination == transaction.origin"), Search::kFound)
      << "the other fact may have a word of this one's domain";
}

TEST_F(DomainTest, AWordThatRulesNameWhereTheSchemaListsNone) {
  EXPECT_FALSE(StateDomain("item.vendor=Huawai", schema_.get())) << "nobody would be meant";
  State("item.vendor=Huawei");
  EXPECT_EQ(Any(R"(item.vendor == "Huawei")"), Search::kFound);
  EXPECT_EQ(Any(R"(item.vendor == "Nvidia")"), Search::kNone);
  EXPECT_EQ(Any(R"(item.vendor != "Huawei")"), Search::kNone);
}

TEST_F(DomainTest, Flags) {
  State("item.has_hbm=true");
  EXPECT_EQ(Any("item.has_hbm"), Search::kFound);
  EXPECT_EQ(Any("!item.has_hbm"), Search::kNone);
}

TEST_F(DomainTest, Sets) {
  State("end_user.flags=entity-list,us-government");
  EXPECT_EQ(Any(R"("entity-list" in end_user.flags)"), Search::kFound);
  EXPECT_EQ(Any(R"(!("entity-list" in end_user.flags))"), Search::kFound) << "it may, not must";
  EXPECT_EQ(Any(R"("sdn" in end_user.flags)"), Search::kNone);
  EXPECT_EQ(Any(R"("sdn" in purchaser.flags)"), Search::kFound) << "of the end user only";
}

// What is assumed of facts together is asked even where no condition reads them.
TEST_F(DomainTest, DomainsCanContradictEachOther) {
  State("item.tpp=100..200");
  EXPECT_EQ(Any("item.has_hbm"), Search::kFound);
  State("item.peak_tops=..1");
  EXPECT_EQ(Any("item.has_hbm"), Search::kNone);
}

TEST_F(DomainTest, OfFixedFactsItIsAskedWhereItIsWanted) {
  State("item.has_hbm=true");
  Reasoner reasoner(*schema_, kLong);
  const Formula in = reasoner.InStatedDomains();
  Facts facts(*schema_);
  MakeKnown(&facts);
  const int fact = schema_->Find("item.has_hbm");
  EXPECT_EQ(reasoner.Ask(reasoner.Given(in, facts, {fact})), Search::kNone);
  facts[fact].truth = Truth::kTrue;
  EXPECT_EQ(reasoner.Ask(reasoner.Given(in, facts, {fact})), Search::kFound);
}

// An overlay sets what it likes, and nothing is proved of nothing.
TEST_F(DomainTest, WhatAnOverlaySetsMayBeBeyond) {
  Value value;
  value.number = Range::Exactly(Decimal::FromInt(2'000'000));
  schema_->SetDefault(schema_->Find("parameter.bundling_ratio"),
                      std::make_shared<const Value>(value));
  EXPECT_EQ(Any("parameter.bundling_ratio > 1000000"), Search::kFound);
}

// Comparisons of one number with a constant.
std::vector<Node> LinesOf(const Provision& provision) {
  std::vector<Node> lines = provision.when.nodes();
  if (provision.gives && provision.gives->test) {
    const std::vector<Node>& test = provision.gives->test->nodes();
    lines.insert(lines.end(), test.begin(), test.end());
  }
  std::erase_if(lines, [](const Node& node) {
    return node.op != Op::kCompare || node.terms.size() != 1 || node.terms[0].ref.of_party;
  });
  return lines;
}

// Both sides of every line of the packs are left.
TEST_F(DomainTest, TheSchemaLeavesRoomForEveryLine) {
  int lines = 0;
  for (const Pack& pack : packs_) {
    for (const Provision& provision : pack.provisions) {
      for (const Node& node : LinesOf(provision)) {
        const FactDecl& decl = schema_->facts()[static_cast<std::size_t>(node.terms[0].ref.fact)];
        ASSERT_TRUE(decl.most) << decl.name;
        EXPECT_TRUE(ExactProduct(node.constant, Decimal::FromInt(1)) <
                    ExactProduct(*decl.most, node.terms[0].coefficient))
            << provision.id << " " << decl.name;
        ++lines;
      }
    }
  }
  EXPECT_GE(lines, 50);
}

TEST_F(DomainTest, EveryNumberHasBounds) {
  for (const FactDecl& decl : schema_->facts()) {
    EXPECT_EQ(decl.most.has_value(), decl.type == FactType::kNumber) << decl.name;
  }
}

}  // namespace
}  // namespace licet
