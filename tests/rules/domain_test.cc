#include "licet/rules/domain.h"

#include <gtest/gtest.h>

#include "licet/rules/facts.h"
#include "test_schema.h"

namespace licet {
namespace {

FactDomain Stated(const std::string& text, const std::string& fact) {
  Schema schema = TestSchema();
  schema.symbols().Intern("gpu");
  const Status stated = StateDomain(text, &schema);
  EXPECT_TRUE(stated) << stated.error().ToString();
  const auto found = schema.domains().find(schema.Find(fact));
  EXPECT_NE(found, schema.domains().end()) << text;
  return found == schema.domains().end() ? FactDomain() : found->second;
}

void ExpectRefused(const std::string& text, ErrorCode code, const std::string& words) {
  Schema schema = TestSchema();
  schema.symbols().Intern("entity-list");
  const Status stated = StateDomain(text, &schema);
  ASSERT_FALSE(stated) << text;
  EXPECT_EQ(ErrorCodeName(stated.error().code()), ErrorCodeName(code)) << text;
  const std::string sentence = stated.error().sentence();
  EXPECT_NE(sentence.find(words), std::string::npos) << sentence;
  EXPECT_TRUE(schema.domains().empty()) << text;
}

TEST(Domain, OfNumbers) {
  const FactDomain both = Stated("item.tpp=0.5..20000", "item.tpp");
  EXPECT_EQ(both.least.ToString(), "0.5");
  EXPECT_EQ(both.most.ToString(), "20000");
  const FactDomain up_to = Stated("item.tpp=..1000", "item.tpp");
  EXPECT_EQ(up_to.least, Decimal());
  EXPECT_EQ(up_to.most.ToString(), "1000");
  const FactDomain from = Stated(" item.tpp = 100 .. ", "item.tpp");
  EXPECT_EQ(from.least.ToString(), "100");
  EXPECT_EQ(from.most, kMostNumber);
  const FactDomain point = Stated("exporter.share=50..50", "exporter.share");
  EXPECT_EQ(point.least, point.most);
}

TEST(Domain, OfFlagsAndWords) {
  EXPECT_TRUE(Stated("item.datacenter=true", "item.datacenter").truth);
  EXPECT_FALSE(Stated("item.datacenter=false", "item.datacenter").truth);
  EXPECT_EQ(Stated("deal.destination=CN,HK", "deal.destination").words.size(), 2U);
  EXPECT_EQ(Stated("item.kind=gpu", "item.kind").words.size(), 1U);
}

TEST(Domain, WordsThatNobodyNamed) {
  ExpectRefused("item.kind=gpo", ErrorCode::kUnknownName, "which no rule names");
}

TEST(Domain, TheSchemasOwnBoundsStay) {
  Schema schema = TestSchema();
  const int tpp = schema.Find("item.tpp");
  ASSERT_TRUE(StateDomain("item.tpp=..7", &schema));
  EXPECT_EQ(schema.NumbersOf(tpp).most, Decimal::FromInt(7));
  EXPECT_FALSE(schema.facts()[static_cast<std::size_t>(tpp)].most);
}

TEST(Domain, BadInput) {
  ExpectRefused("item.tpp", ErrorCode::kParse, "names no values");
  ExpectRefused("item.tpo=1..2", ErrorCode::kUnknownName, "did you mean 'item.tpp'");
  ExpectRefused("item.tpp=", ErrorCode::kParse, "has no ends; write item.tpp=0..100");
  ExpectRefused("item.tpp=..", ErrorCode::kParse, "has no ends");
  ExpectRefused("item.tpp=4800", ErrorCode::kParse, "has no ends");
  ExpectRefused("item.tpp=0..many", ErrorCode::kParse, "'many'");
  ExpectRefused("item.tpp=0..20000TPP", ErrorCode::kParse, "write plain digits, they are TPP");
  ExpectRefused("item.tpp=1e3..", ErrorCode::kParse, "'1e3'");
  ExpectRefused("item.tpp=0...5", ErrorCode::kParse, "'.5'");
  ExpectRefused("item.tpp=5..3", ErrorCode::kInvalidArgument, "is empty: 5 is above 3");
  ExpectRefused("item.tpp=-1..3", ErrorCode::kInvalidArgument, "between 0 and 9,000,000,000,000");
  ExpectRefused("item.tpp=0..9000000000001", ErrorCode::kInvalidArgument, "goes too far");
  ExpectRefused("item.datacenter=yes", ErrorCode::kParse, "write item.datacenter=true or");
  ExpectRefused("deal.destination=CN,XQ", ErrorCode::kUnknownName, "deal.destination cannot be");
  ExpectRefused("item.type=memori", ErrorCode::kUnknownName, "did you mean 'memory'");
  ExpectRefused("item.type=ic,", ErrorCode::kParse, "lacks a word");
  ExpectRefused("end_user.flags=", ErrorCode::kParse, "lacks a word");
  ExpectRefused("end_user.flags=entity-lst", ErrorCode::kUnknownName,
                "which no rule names; did you mean 'entity-list'");
  ExpectRefused("item.density=..5", ErrorCode::kType, "state those of item.tpp and item.area");
  ExpectRefused("parties=CN", ErrorCode::kType, "of several parties");
  ExpectRefused("result.codes=3A090", ErrorCode::kInvalidArgument, "is of a result");
}

TEST(Domain, OneOfAFactAndNoneOfWhatAnOverlaySets) {
  Schema schema = TestSchema();
  ASSERT_TRUE(StateDomain("item.tpp=..7", &schema));
  const Status again = StateDomain("item.tpp=3..", &schema);
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().sentence().find("second of item.tpp"), std::string::npos);
  schema.SetDefault(schema.Find("item.area"), std::make_shared<const Value>());
  const Status set = StateDomain("item.area=..9", &schema);
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().sentence().find("an overlay sets"), std::string::npos);
}

}  // namespace
}  // namespace licet
