#include "licet/rules/facts.h"

#include <gtest/gtest.h>

#include <string>

#include "test_schema.h"

namespace licet {
namespace {

class FactsTest : public ::testing::Test {
 protected:
  const FactDecl& Decl(const char* name) const {
    return schema_.facts()[static_cast<std::size_t>(schema_.Find(name))];
  }
  Result<Value> Parse(const char* name, const char* text) const {
    return ParseValue(Decl(name), text, schema_.symbols());
  }
  // The value as people see it, or the error's sentence.
  std::string Seen(const char* name, const char* text) const {
    const auto value = Parse(name, text);
    return value ? FormatValue(Decl(name), *value, schema_.symbols()) : value.error().sentence();
  }
  void ExpectRefused(const char* name, const char* text, const std::string& part) const {
    const auto value = Parse(name, text);
    ASSERT_FALSE(value) << name << " " << text;
    EXPECT_NE(value.error().sentence().find(part), std::string::npos) << value.error().sentence();
  }

  const Schema schema_ = TestSchema();
};

TEST_F(FactsTest, ReadsWhatACaseWrites) {
  EXPECT_EQ(Seen("item.datacenter", "true"), "true");
  EXPECT_EQ(Seen("item.datacenter", " no "), "false");
  EXPECT_EQ(Seen("item.datacenter", "unknown"), "unknown");
  EXPECT_EQ(Seen("item.tpp", "4800"), "4800");
  EXPECT_EQ(Seen("item.tpp", "2900..5505"), "2900..5505");
  EXPECT_EQ(Seen("item.tpp", "2900.."), "2900..");
  EXPECT_EQ(Seen("item.tpp", "unknown"), "unknown");
  EXPECT_EQ(Seen("item.type", "ic"), "ic");
  EXPECT_EQ(Seen("item.type", "unknown"), "unknown");
  EXPECT_EQ(Seen("item.kind", "any word"), "any word");
  EXPECT_EQ(Seen("item.marks", "a, b,a"), "{a, b}");
  EXPECT_EQ(Seen("item.marks", ""), "{}");
  EXPECT_EQ(Seen("item.marks", "unknown"), "unknown");
  EXPECT_EQ(Seen("end_user.headquarters", "CN"), "CN");
}

TEST_F(FactsTest, RefusesWhatTheSchemaDoesNotAllow) {
  ExpectRefused("item.datacenter", "maybe",
                "'maybe' is not a value of item.datacenter; write true");
  ExpectRefused("item.tpp", "-1", "item.tpp cannot be negative");
  ExpectRefused("item.tpp", "-5..5", "cannot be negative");
  ExpectRefused("item.tpp", "much", "item.tpp: ");
  ExpectRefused("item.tpp", "5..4", "item.tpp: ");
  ExpectRefused("item.type", "assembli", "did you mean 'assembly'");
  ExpectRefused("item.type", "qqqqqqqq", "allowed are ic, memory, assembly");
  ExpectRefused("deal.origin", "XX", "is not a value of deal.origin");
  ExpectRefused("item.density", "5", "set what it is made of");
  ExpectRefused("parties", "x", "cannot be set directly");
}

TEST_F(FactsTest, SaysWhatIsOpen) {
  auto open = [&](const char* name, const char* text) {
    return IsUnknown(Decl(name), Parse(name, text).value());
  };
  EXPECT_TRUE(open("item.datacenter", "unknown"));
  EXPECT_FALSE(open("item.datacenter", "no"));
  EXPECT_TRUE(open("item.tpp", "1..2"));
  EXPECT_FALSE(open("item.tpp", "2..2"));
  EXPECT_TRUE(open("item.type", "unknown"));
  EXPECT_FALSE(open("item.type", "ic"));
  EXPECT_TRUE(open("item.marks", "unknown"));
  EXPECT_FALSE(open("item.marks", ""));
  EXPECT_FALSE(IsUnknown(Decl("item.density"), Value()));
}

TEST_F(FactsTest, SetsAreThreeValued) {
  KleeneSet set = KleeneSet::Of({1});
  EXPECT_EQ(set.Has(1), Truth::kTrue);
  EXPECT_EQ(set.Has(2), Truth::kFalse);
  set.Add(2, Truth::kUnknown);
  EXPECT_EQ(set.Has(2), Truth::kUnknown);
  set.Add(2, Truth::kFalse);  // says nothing new
  EXPECT_EQ(set.Has(2), Truth::kUnknown);
  set.Add(1, Truth::kUnknown);  // what is in stays in
  EXPECT_EQ(set.Has(1), Truth::kTrue);
  set.Add(2, Truth::kTrue);
  EXPECT_EQ(set.Has(2), Truth::kTrue);
  EXPECT_TRUE(set.maybe.empty());
  set.Add(2, Truth::kTrue);
  EXPECT_EQ(set.in.size(), 2u);
  KleeneSet open;
  EXPECT_EQ(open.Has(7), Truth::kUnknown);
  Value value;
  value.set = KleeneSet::Of({});
  value.set.open = true;
  value.set.in = {schema_.symbols().Intern("a")};
  value.set.maybe = {schema_.symbols().Intern("b")};
  EXPECT_EQ(FormatValue(Decl("item.marks"), value, schema_.symbols()), "{a, b?, ...}");
}

TEST_F(FactsTest, SettingAFactReachesEveryRoleOfTheParty) {
  Facts facts(schema_);
  facts.same_party = {{"exporter", "end_user"}};
  facts.parties.emplace_back(schema_.party_fields().size());
  facts.party_roles = {"end_user"};
  const Value yes = Parse("end_user.trusted", "true").value();
  ASSERT_TRUE(SetFact(schema_, "exporter.trusted", yes, &facts));
  const auto field = static_cast<std::size_t>(schema_.FindPartyField("trusted"));
  EXPECT_EQ(facts[schema_.Find("exporter.trusted")].truth, Truth::kTrue);
  EXPECT_EQ(facts[schema_.Find("end_user.trusted")].truth, Truth::kTrue);
  EXPECT_EQ(facts.parties[0][field].truth, Truth::kTrue);
  ASSERT_TRUE(SetFact(schema_, "end_user.trusted", Value(), &facts));
  EXPECT_EQ(facts[schema_.Find("exporter.trusted")].truth, Truth::kUnknown);
  EXPECT_EQ(facts.parties[0][field].truth, Truth::kUnknown);
}

TEST_F(FactsTest, OneRoleDoesNotReachAnother) {
  Facts facts(schema_);
  ASSERT_TRUE(
      SetFact(schema_, "exporter.trusted", Parse("item.datacenter", "true").value(), &facts));
  EXPECT_EQ(facts[schema_.Find("end_user.trusted")].truth, Truth::kUnknown);
  const Status unknown = SetFact(schema_, "exporter.trustd", Value(), &facts);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), ErrorCode::kUnknownName);
  EXPECT_NE(unknown.error().sentence().find("'exporter.trusted'"), std::string::npos);
}

}  // namespace
}  // namespace licet
