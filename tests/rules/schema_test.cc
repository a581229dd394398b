#include "licet/rules/schema.h"

#include <gtest/gtest.h>

#include <string>

#include "test_schema.h"

namespace licet {
namespace {

// `marked` has a '^' where the error points.
void ExpectError(std::string marked, ErrorCode code, const std::string& part) {
  SCOPED_TRACE(marked);
  const std::size_t at = marked.find('^');
  ASSERT_NE(at, std::string::npos);
  marked.erase(at, 1);
  int line = 1;
  int column = 1;
  for (char c : marked.substr(0, at)) {
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n';
  }
  const auto document = Yaml::Parse(marked, "schema.yaml");
  ASSERT_TRUE(document) << document.error().ToString();
  const auto schema = Schema::Parse(*document, {"CN"});
  ASSERT_FALSE(schema);
  const Error& error = schema.error();
  EXPECT_EQ(ErrorCodeName(error.code()), ErrorCodeName(code)) << error.ToString();
  EXPECT_NE(error.sentence().find(part), std::string::npos) << error.ToString();
  EXPECT_EQ(error.place().line, line) << error.ToString();
  EXPECT_EQ(error.place().column, column) << error.ToString();
}

TEST(Schema, LaysPartiesFlat) {
  const Schema schema = TestSchema();
  const int start = schema.RoleStart("end_user");
  ASSERT_GE(start, 0);
  EXPECT_EQ(schema.Find("end_user.entity"), start);
  EXPECT_EQ(schema.Find("end_user.flags"), start + schema.FindPartyField("flags"));
  EXPECT_EQ(schema.RoleStart("item"), -1);
  EXPECT_EQ(schema.Find("end_user"), -1);
  EXPECT_EQ(schema.FindPartyField("end_user.flags"), -1);
  EXPECT_EQ(schema.party_roles(), (std::vector<std::string>{"exporter", "end_user"}));
}

TEST(Schema, KnowsTypesUnitsAndStages) {
  const Schema schema = TestSchema();
  auto decl = [&](const char* name) {
    return schema.facts()[static_cast<std::size_t>(schema.Find(name))];
  };
  EXPECT_EQ(decl("item.tpp").unit, "TPP");
  EXPECT_EQ(ToString(decl("item.density").type), "ratio");
  EXPECT_EQ(decl("item.density").of, schema.Find("item.tpp"));
  EXPECT_EQ(decl("item.density").per, schema.Find("item.area"));
  EXPECT_EQ(decl("result.codes").stage, "classify");
  EXPECT_EQ(decl("deal.origin").values.size(), 4u);
  EXPECT_FALSE(decl("item.tpp").is_evidence());
  EXPECT_EQ(schema.symbols().Text(schema.AnotherWord()), "(another)");
}

TEST(Schema, Errors) {
  const std::string party =
      "schema: 1\nunits: {u: one}\nparty:\n  f: {type: bool, means: m}\nfacts:\n";
  ExpectError("^schema: 1\nunits: {}\nparty: {}\n", ErrorCode::kParse, "'facts'");
  ExpectError("schema: 1\nunits: {}\nparty: ^[]\nfacts: {}\n", ErrorCode::kParse,
              "a map of fields");
  ExpectError(party + "  a: {type: ^boolean, means: m}\n", ErrorCode::kType, "unknown type");
  ExpectError(party + "  a: ^{type: bool}\n", ErrorCode::kParse, "'means'");
  ExpectError(party + "  a: ^{means: m}\n", ErrorCode::kParse, "'type'");
  ExpectError(party + "  a: ^{type: number, means: m}\n", ErrorCode::kUnit, "state a 'unit'");
  ExpectError(party + "  a: {type: number, unit: ^uu, means: m}\n", ErrorCode::kUnit,
              "'uu' is not one of the schema's units; did you mean 'u'");
  ExpectError("^schema: 1\nparty: {}\nfacts: {}\n", ErrorCode::kParse, "'units'");
  ExpectError("schema: 1\nunits: ^[u]\nparty: {}\nfacts: {}\n", ErrorCode::kParse,
              "a map of units");
  ExpectError(party + "  a: ^{type: bool, unit: m, means: m}\n", ErrorCode::kUnit, "'unit'");
  ExpectError(party + "  a: {type: bool, means: m, ^meens: n}\n", ErrorCode::kUnknownName,
              "did you mean 'means'");
  ExpectError(party + "  a: ^{type: symbol, domain: city, means: m}\n", ErrorCode::kUnknownName,
              "the only domain is 'country'");
  ExpectError(party + "  p: {type: party, means: m}\n  ^p.f: {type: bool, means: m}\n",
              ErrorCode::kDuplicate, "'p.f' is declared twice");
  ExpectError(party + "  ^r: {type: ratio, of: x, per: y, unit: u, means: m}\n",
              ErrorCode::kUnknownName, "two number facts");
  ExpectError(
      "schema: 1\nunits: {u: one}\nparty:\n  r: ^{type: ratio, unit: u, means: m}\nfacts: {}\n",
      ErrorCode::kType, "a party field cannot be a ratio");
  ExpectError(party + "  a: {type: bool, means: m}\nresults:\n  r: ^{means: m}\n",
              ErrorCode::kParse, "'stage'");
}

TEST(Schema, NumbersHaveBounds) {
  const auto document = Yaml::Parse(
      "schema: 1\nunits: {u: one}\nparty:\n  share: {type: number, unit: u, most: 100, means: m}\n"
      "facts:\n  a: {type: number, unit: u, least: 0.5, most: 2.25, means: m}\n"
      "  b: {type: number, unit: u, means: m}\n  p: {type: party, means: m}\n",
      "schema.yaml");
  const Schema schema = Schema::Parse(document.value(), {}).value();
  const FactDomain a = schema.NumbersOf(schema.Find("a"));
  EXPECT_EQ(a.least.ToString(), "0.5");
  EXPECT_EQ(a.most.ToString(), "2.25");
  const FactDomain b = schema.NumbersOf(schema.Find("b"));
  EXPECT_EQ(b.least, Decimal());
  EXPECT_EQ(b.most, kMostNumber);
  EXPECT_EQ(schema.NumbersOf(schema.Find("p.share")).most, Decimal::FromInt(100));
}

TEST(Schema, OnlyNumbersHaveBounds) {
  const std::string head =
      "schema: 1\nunits: {u: one}\nparty:\n  f: {type: bool, means: m}\nfacts:\n";
  const std::string only = "only numbers state 'most'";
  ExpectError(head + "  a: {type: bool, most: ^1, means: m}\n", ErrorCode::kType, only);
  ExpectError(head + "  a: {type: symbol, least: ^1, means: m}\n", ErrorCode::kType,
              "only numbers state 'least'");
  ExpectError(head + "  a: {type: set, most: ^1, means: m}\n", ErrorCode::kType, only);
  ExpectError(head + "  r: {type: ratio, of: x, per: y, unit: u, most: ^1, means: m}\n",
              ErrorCode::kType, "bound a ratio by its 'of' and 'per'");
  ExpectError(head + "  p: {type: party, most: ^1, means: m}\n", ErrorCode::kType, only);
  ExpectError(head + "  p: {type: parties, most: ^1, means: m}\n", ErrorCode::kType, only);
  ExpectError(head + "  a: {type: number, unit: u, least: 3, most: ^2, means: m}\n",
              ErrorCode::kInvalidArgument, "'most' is 2 and below 'least', 3");
  ExpectError(head + "  a: {type: number, unit: u, least: ^-1, means: m}\n",
              ErrorCode::kInvalidArgument, "from 0 to 9,000,000,000,000");
  ExpectError(head + "  a: {type: number, unit: u, most: ^9000000000001, means: m}\n",
              ErrorCode::kInvalidArgument, "from 0 to 9,000,000,000,000");
  ExpectError(head + "  a: {type: number, unit: u, most: ^1e8, means: m}\n", ErrorCode::kParse,
              "'1e8' is not a decimal number");
}

}  // namespace
}  // namespace licet
