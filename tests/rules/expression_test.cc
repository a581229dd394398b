#include "licet/rules/expression.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "test_schema.h"

namespace licet {
namespace {

const Place kPlace{"pack.yaml", 7, 11};

class ExpressionTest : public ::testing::Test {
 protected:
  Result<Expression> Compile(const std::string& text) const {
    return Expression::Compile(text, schema_, TestSets(), kPlace);
  }

  // What the front end understood, or the error.
  std::string Understood(const std::string& text) const {
    const auto expression = Compile(text);
    if (!expression) return expression.error().ToString();
    return Dump(*expression, schema_, expression->root());
  }

  // `marked` is a wrong text with a '^' before the byte that the error points at.
  void ExpectError(std::string marked, ErrorCode code, const std::string& part) const {
    SCOPED_TRACE(marked);
    const std::size_t at = marked.find('^');
    ASSERT_NE(at, std::string::npos);
    marked.erase(at, 1);
    const auto expression = Compile(marked);
    ASSERT_FALSE(expression);
    const Error& error = expression.error();
    EXPECT_EQ(ErrorCodeName(error.code()), ErrorCodeName(code)) << error.ToString();
    EXPECT_NE(error.sentence().find(part), std::string::npos) << error.ToString();
    EXPECT_EQ(error.place().file, "pack.yaml");
    EXPECT_EQ(error.place().line, 7);
    EXPECT_EQ(error.place().column, 11 + static_cast<int>(at)) << error.ToString();
  }

  const Schema schema_ = TestSchema();
};

// ------------------------------------------------------------------ grammar
struct Form {
  const char* text;
  const char* understood;
};

TEST_F(ExpressionTest, Constants) {
  EXPECT_EQ(Understood("true"), "true");
  EXPECT_EQ(Understood("false"), "false");
  EXPECT_EQ(Understood("unknown('A: yes / B: no')"), "(unknown 'A: yes / B: no')");
  EXPECT_EQ(Understood(R"(unknown("say \"A\""))"), "(unknown 'say \"A\"')");
}

TEST_F(ExpressionTest, Numbers) {
  for (const Form& form : std::vector<Form>{
           {"item.tpp >= 4800", "(>= item.tpp 4800)"},
           {"item.tpp > 1.5", "(> item.tpp 1.5)"},
           {"item.tpp < 0.000001", "(< item.tpp 0.000001)"},
           {"item.tpp <= -3", "(<= item.tpp -3)"},
           {"item.tpp == 4800", "(== item.tpp 4800)"},
           {"item.tpp != 4800", "(!= item.tpp 4800)"},
           {"item.tpp + 2 >= 4802", "(>= item.tpp 4800)"},
           {"item.tpp - 2 >= 4802", "(>= item.tpp 4804)"},
           {"item.tpp + item.total_tpp >= 1700", "(>= item.tpp item.total_tpp 1700)"},
           {"item.tpp - item.total_tpp >= 1", "(>= item.tpp -1*item.total_tpp 1)"},
           {"item.tpp - (item.total_tpp - 5) >= 1", "(>= item.tpp -1*item.total_tpp -4)"},
           {"2 * item.tpp >= 1", "(>= 2*item.tpp 1)"},
           {"item.tpp * 2 >= 1", "(>= 2*item.tpp 1)"},
           {"2 * (item.tpp + 3) * 0.5 >= 1", "(>= item.tpp -2)"},
           {"-2 * item.tpp >= -6", "(<= 2*item.tpp 6)"},
           {"0.5 * item.tpp <= item.total_tpp", "(<= 0.5*item.tpp -1*item.total_tpp 0)"},
           {"1000000 * item.tpp >= 1", "(>= 1000000*item.tpp 1)"},
           {"item.density >= 5.92", "(ratio>= item.density 5.92)"},
           {"item.density < 0", "(ratio< item.density 0)"},
           {"exporter.share >= 50", "(>= exporter.share 50)"}}) {
    EXPECT_EQ(Understood(form.text), form.understood) << form.text;
  }
}

TEST_F(ExpressionTest, AFactOnTheRightReadsTheOtherWayRound) {
  for (const Form& form : std::vector<Form>{{"4800 <= item.tpp", "(>= item.tpp 4800)"},
                                            {"4800 < item.tpp", "(> item.tpp 4800)"},
                                            {"4800 >= item.tpp", "(<= item.tpp 4800)"},
                                            {"4800 > item.tpp", "(< item.tpp 4800)"},
                                            {"4800 == item.tpp", "(== item.tpp 4800)"},
                                            {"4800 != item.tpp", "(!= item.tpp 4800)"},
                                            {"1.6 <= item.density", "(ratio>= item.density 1.6)"},
                                            {"4800 - item.tpp <= 100", "(>= item.tpp 4700)"}}) {
    EXPECT_EQ(Understood(form.text), form.understood) << form.text;
  }
}

TEST_F(ExpressionTest, Words) {
  for (const Form& form : std::vector<Form>{
           {"item.type == \"ic\"", "(in item.type ic)"},
           {"item.type == 'ic'", "(in item.type ic)"},
           {"\"ic\" == item.type", "(in item.type ic)"},
           {"item.type != \"ic\"", "(not (in item.type ic))"},
           {"item.type in [\"ic\", \"memory\"]", "(in item.type ic memory)"},
           {"item.type in []", "(in item.type)"},
           {"item.kind == \"any word at all\"", "(in item.kind any word at all)"},
           {"deal.destination in group(\"D:5\")", "(in deal.destination set0)"},
           {"deal.destination == deal.origin", "(same deal.destination deal.origin)"},
           {"deal.destination != deal.origin", "(not (same deal.destination deal.origin))"},
           {"\"a\" in item.marks", "(has item.marks a)"},
           {"\"3A090.a\" in result.codes", "(has result.codes 3A090.a)"},
           {"sets.intersects(item.marks, [\"a\", \"b\"])", "(meets item.marks a b)"},
           {"sets.intersects(end_user.flags, group(\"A:5\"))", "(meets end_user.flags set1)"},
           {"item.datacenter", "item.datacenter"},
           {"item.datacenter == true", "item.datacenter"},
           {"item.datacenter != true", "(not item.datacenter)"},
           {"item.datacenter == false", "(not item.datacenter)"},
           {"item.datacenter != false", "item.datacenter"}}) {
    EXPECT_EQ(Understood(form.text), form.understood) << form.text;
  }
}

TEST_F(ExpressionTest, Parties) {
  for (const Form& form :
       std::vector<Form>{{"parties.exists(p, p.headquarters in group(\"D:5\"))",
                          "(exists (in .headquarters set0))"},
                         {"parties.all(p, p.trusted)", "(all .trusted)"},
                         {"parties.all(p, p.share + p.share < 10)", "(all (< .share .share 10))"},
                         {"parties.exists(x, \"bad\" in x.flags && item.datacenter)",
                          "(exists (and (has .flags bad) item.datacenter))"},
                         {"parties.exists(p, p.headquarters == end_user.headquarters)",
                          "(exists (same .headquarters end_user.headquarters))"},
                         {"parties.exists(p, p.trusted) || parties.all(p, p.trusted)",
                          "(or (exists .trusted) (all .trusted))"}}) {
    EXPECT_EQ(Understood(form.text), form.understood) << form.text;
  }
}

TEST_F(ExpressionTest, LogicBindsAsUsual) {
  for (const Form& form :
       std::vector<Form>{{"true || false && true", "(or true (and false true))"},
                         {"(true || false) && true", "(and (or true false) true)"},
                         {"!true && false", "(and (not true) false)"},
                         {"!(true && false)", "(not (and true false))"},
                         {"!!true", "(not (not true))"},
                         {"!item.tpp >= 1", "(not (>= item.tpp 1))"},
                         {"item.tpp >= 1 == true", "the end of the condition should stand"},
                         {"(item.tpp >= 1) == false", "(not (>= item.tpp 1))"},
                         {"  true\t\r\n&&\nfalse ", "(and true false)"}}) {
    EXPECT_NE(Understood(form.text).find(form.understood), std::string::npos) << form.text;
  }
}

TEST_F(ExpressionTest, AChainIsOneNode) {
  EXPECT_EQ(Understood("true && false && true && false"), "(and true false true false)");
  EXPECT_EQ(Understood("true && (false && true)"), "(and true false true)");
  EXPECT_EQ(Understood("true || (false || true) || false"), "(or true false true false)");
  EXPECT_EQ(Understood("true && (false || true) && false"), "(and true (or false true) false)");
}

TEST_F(ExpressionTest, ChildrenComeBeforeTheirParent) {
  const auto e = Compile("!(item.tpp >= 1 && (item.datacenter || item.type != \"ic\"))");
  ASSERT_TRUE(e);
  for (std::size_t i = 0; i < e->nodes().size(); ++i) {
    for (int child : e->nodes()[i].children) EXPECT_LT(child, static_cast<int>(i));
  }
  EXPECT_EQ(e->TextOf(e->root()).substr(0, 1), "!");
  EXPECT_EQ(e->TextOf(e->node(0)), "item.tpp >= 1");
}

TEST_F(ExpressionTest, FactsReadAreSortedOnceAndDensitiesInParts) {
  const auto e = Compile(
      "item.density >= 1 && item.tpp < 5 && deal.origin != deal.destination && "
      "parties.exists(p, p.trusted)");
  ASSERT_TRUE(e);
  std::vector<std::string> names;
  for (FactRef ref : e->FactsRead(schema_)) names.push_back(NameOf(schema_, ref));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{".trusted", "deal.destination", "deal.origin",
                                             "item.area", "item.tpp", "parties"}));
}

TEST_F(ExpressionTest, ConstantNeedsNoText) {
  const Expression e = Expression::Constant(Truth::kUnknown);
  EXPECT_EQ(e.root().truth, Truth::kUnknown);
  EXPECT_EQ(e.text(), "unknown");
  EXPECT_TRUE(e.FactsRead(schema_).empty());
}

// ------------------------------------------------------------------- errors
TEST_F(ExpressionTest, UnknownNames) {
  ExpectError("^item.tp >= 1", ErrorCode::kUnknownName, "did you mean 'item.tpp'");
  ExpectError("true && ^item.datacentre", ErrorCode::kUnknownName,
              "did you mean 'item.datacenter'");
  ExpectError("^zzzzzzzz", ErrorCode::kUnknownName, "no fact is called 'zzzzzzzz'");
  ExpectError("parties.exists(p, ^p.headquarter == \"CN\")", ErrorCode::kUnknownName,
              "a party has no field 'headquarter'; did you mean 'headquarters'");
  ExpectError("parties.exists(p, ^q.headquarters == \"CN\")", ErrorCode::kUnknownName,
              "no fact is called");
  ExpectError("parties.exists(p, ^p)", ErrorCode::kUnknownName, "no fact is called 'p'");
  ExpectError("^p.headquarters == \"CN\"", ErrorCode::kUnknownName, "no fact is called");
  ExpectError("deal.destination in group(^\"D:6\")", ErrorCode::kUnknownName,
              "no set is called 'D:6'; did you mean 'D:5'");
  ExpectError("^today()", ErrorCode::kUnknownName, "no function is called 'today'");
  ExpectError("^grup(\"D:5\")", ErrorCode::kUnknownName, "did you mean 'group'");
  ExpectError("^partys.exists(p, p.trusted)", ErrorCode::kUnknownName, "did you mean 'parties'");
}

TEST_F(ExpressionTest, WordsOutsideTheDeclaredOnes) {
  ExpectError("item.type == ^\"assembli\"", ErrorCode::kUnknownName,
              "'assembli' is not a value of item.type; did you mean 'assembly'");
  ExpectError("^\"assembli\" == item.type", ErrorCode::kUnknownName, "did you mean 'assembly'");
  ExpectError("item.type in [\"ic\", ^\"gpu\"]", ErrorCode::kUnknownName, "is not a value");
  ExpectError("deal.origin == ^\"UK\"", ErrorCode::kUnknownName, "'UK' is not a value");
  ExpectError("parties.all(p, p.headquarters != ^\"UK\")", ErrorCode::kUnknownName, "'UK'");
}

TEST_F(ExpressionTest, Units) {
  ExpectError("item.tpp >= ^item.area", ErrorCode::kUnit, "item.area is in mm2 but item.tpp is in");
  ExpectError("item.tpp + ^item.area >= 1", ErrorCode::kUnit, "only like units");
  ExpectError("item.density >= ^item.tpp", ErrorCode::kUnit, "only like units");
  ExpectError("item.tpp >= 4800^TPP", ErrorCode::kUnit, "a number carries no unit");
  ExpectError("item.tpp >= 4^e3", ErrorCode::kUnit, "unit or exponent");
}

TEST_F(ExpressionTest, SignsOfOtherLanguages) {
  ExpectError("item.tpp ^= 4800", ErrorCode::kParse, "equality is '=='");
  ExpectError("true ^& true", ErrorCode::kParse, "'&&' and '||'");
  ExpectError("true ^| true", ErrorCode::kParse, "'&&' and '||'");
  ExpectError("item.tpp ^/ 2 > 1", ErrorCode::kParse, "there is no division");
  ExpectError("item.tpp ^% 2 == 1", ErrorCode::kParse, "there is no division");
  ExpectError("item.datacenter ^? true : false", ErrorCode::kParse, "there is no '?:'");
  ExpectError("item.tpp ^\xe2\x89\xa5 4800", ErrorCode::kParse, "unexpected character");
  ExpectError(std::string("true^") + '\0', ErrorCode::kParse, "unexpected character");
  ExpectError("item.type == ^\"ic", ErrorCode::kParse, "not closed");
  ExpectError("item.type == ^\"ic\\\"", ErrorCode::kParse, "not closed");
}

TEST_F(ExpressionTest, PartsThatDoNotFit) {
  ExpectError("^1 < 2", ErrorCode::kType, "compares two constants");
  ExpectError("true && ^1 + 1 == 2", ErrorCode::kType, "compares two constants");
  ExpectError("^4800", ErrorCode::kType, "a value, not a condition");
  ExpectError("!^\"ic\"", ErrorCode::kType, "a value, not a condition");
  ExpectError("^[\"ic\"]", ErrorCode::kType, "a value, not a condition");
  ExpectError("true && ^item.tpp + 1", ErrorCode::kType, "a value, not a condition");
  ExpectError("^item.tpp", ErrorCode::kType, "item.tpp is a number, but a bool is needed");
  ExpectError("^item.tpp * item.total_tpp >= 1", ErrorCode::kType, "only a number may multiply");
  ExpectError("^item.type < \"ic\"", ErrorCode::kType, "words have no order");
  ExpectError("^item.type >= 1", ErrorCode::kType, "cannot be compared as a number");
  ExpectError("^item.datacenter == item.datacenter", ErrorCode::kType, "cannot be compared");
  ExpectError("^item.tpp == \"ic\"", ErrorCode::kType, "item.tpp is a number, but a symbol");
  ExpectError("deal.origin == ^item.marks", ErrorCode::kType, "item.marks is a set");
  ExpectError("^\"a\" == \"a\"", ErrorCode::kType, "a fact should stand here");
  ExpectError("\"ic\" in ^item.type", ErrorCode::kType, "item.type is a symbol, but a set");
  ExpectError("^item.marks in [\"a\"]", ErrorCode::kType, "item.marks is a set, but a symbol");
  ExpectError("item.type in ^\"ic\"", ErrorCode::kType, "a list of words or group");
  ExpectError("item.type in [^1]", ErrorCode::kType, "a word in quotes");
  ExpectError("item.type in ^group(D)", ErrorCode::kType, "group takes one name in quotes");
  ExpectError("item.type in ^group(\"D:5\", \"A:5\")", ErrorCode::kType, "group takes one name");
  ExpectError("^group(\"D:5\")", ErrorCode::kType, "on the right of 'in'");
  ExpectError("^unknown()", ErrorCode::kType, "unknown takes one sentence");
  ExpectError("^unknown(true)", ErrorCode::kType, "unknown takes one sentence");
  ExpectError("^sets.intersects(item.marks)", ErrorCode::kType, "takes a set fact and a set");
  ExpectError("sets.intersects(^item.type, [\"ic\"])", ErrorCode::kType, "but a set is needed");
  ExpectError("sets.intersects(item.marks, ^item.marks)", ErrorCode::kType, "a list of words");
  ExpectError("parties.exists(p, ^parties.all(q, true))", ErrorCode::kType, "inside one another");
  ExpectError("^item.marks.exists(p, true)", ErrorCode::kType, "but a parties is needed");
  ExpectError("^parties.exists(parties, true)", ErrorCode::kDuplicate, "choose another name");
}

TEST_F(ExpressionTest, DensitiesAreOnlyComparedWithNumbers) {
  ExpectError("^item.density + item.density >= 1", ErrorCode::kType, "only be compared with a num");
  ExpectError("2 * ^item.density >= 1", ErrorCode::kType, "only be compared with a number");
  ExpectError("^item.density >= item.density", ErrorCode::kType, "only be compared with a number");
  ExpectError("true && ^item.density >= -1", ErrorCode::kOverflow, "0 to 1,000,000");
  ExpectError("^item.density >= 1000000.1", ErrorCode::kOverflow, "0 to 1,000,000");
}

TEST_F(ExpressionTest, NumbersOutOfRange) {
  ExpectError("1000000.000001 * ^item.tpp >= 1", ErrorCode::kOverflow, "at most 1,000,000");
  ExpectError("-1000001 * ^item.tpp >= 1", ErrorCode::kOverflow, "at most 1,000,000");
  ExpectError("1000 * (1001 * ^item.tpp) >= 1", ErrorCode::kOverflow, "at most 1,000,000");
  ExpectError("item.tpp >= ^9999999999999999999", ErrorCode::kOverflow, "");
  ExpectError("item.tpp >= ^0.0000001", ErrorCode::kParse, "six decimal places");
  ExpectError("item.tpp + 9000000000000 >= ^-9000000000000", ErrorCode::kOverflow, "exact range");
  ExpectError("0.5 * (item.tpp + ^0.000001) >= 1", ErrorCode::kOverflow, "exact range");
}

TEST_F(ExpressionTest, BrokenGrammar) {
  ExpectError("^", ErrorCode::kParse, "the condition ends");
  ExpectError("true &&^", ErrorCode::kParse, "the condition ends where a fact");
  ExpectError("(true^", ErrorCode::kParse, "where ')' should stand");
  ExpectError("true ^)", ErrorCode::kParse, "where the end of the condition should stand");
  ExpectError("item.datacenter ^item.datacenter", ErrorCode::kParse, "the end of the condition");
  ExpectError("1 < item.tpp ^< 3", ErrorCode::kParse, "the end of the condition");
  ExpectError("item. ^>= 1", ErrorCode::kParse, "a name after '.'");
  ExpectError("item.tpp >= -^item.tpp", ErrorCode::kParse, "a number after '-'");
  ExpectError("item.type in [\"ic\" ^\"memory\"]", ErrorCode::kParse, "',' or ']'");
  ExpectError("item.type in [\"ic\",^]", ErrorCode::kParse, "found ']'");
  ExpectError("item.type in [\"ic\"^", ErrorCode::kParse, "the condition ends");
  ExpectError("parties.exists(^1, true)", ErrorCode::kParse, "a name for one party");
  ExpectError("parties.exists(item^.tpp, true)", ErrorCode::kParse, "','");
  ExpectError("parties.exists(p^)", ErrorCode::kParse, "','");
  ExpectError("parties.exists(p, true^, true)", ErrorCode::kParse, "')'");
  ExpectError("^&& true", ErrorCode::kParse, "found '&&'");
}

TEST_F(ExpressionTest, BytesAreBounded) {
  EXPECT_TRUE(Compile("true" + std::string(4092, ' ')));
  ExpectError("^true" + std::string(4093, ' '), ErrorCode::kLimit, "4,096 bytes");
}

TEST_F(ExpressionTest, LevelsAreBounded) {
  const std::string open(31, '(');
  EXPECT_TRUE(Compile(open + "true" + std::string(31, ')')));
  ExpectError(open + "(^true)" + std::string(31, ')'), ErrorCode::kLimit, "32 levels");
  EXPECT_TRUE(Compile(std::string(31, '!') + "true"));
  ExpectError(std::string(31, '!') + "^!true", ErrorCode::kLimit, "32 levels");
  // Levels that were closed do not count.
  std::string wide = "(true)";
  for (int i = 0; i < 60; ++i) wide += " && (!true)";
  EXPECT_TRUE(Compile(wide));
}

TEST_F(ExpressionTest, NodesAreBounded) {
  std::string text = "!true";  // 2 nodes, then 2 for each link
  for (int i = 0; i < 255; ++i) text += " && true";
  EXPECT_TRUE(Compile(text));
  ExpectError(text + " && true^", ErrorCode::kLimit, "512 nodes");
}

TEST_F(ExpressionTest, ATextOverSeveralLinesGivesThePositionWithin) {
  const std::string text = "item.tpp >= 4800\n  && item.typ == \"ic\"";
  const auto e = Expression::Compile(text, schema_, TestSets(), kPlace, false);
  ASSERT_FALSE(e);
  EXPECT_EQ(e.error().place().line, 7);
  EXPECT_EQ(e.error().place().column, 11);
  EXPECT_NE(e.error().sentence().find("at character 23 of the condition, before 'item.typ == "),
            std::string::npos)
      << e.error().sentence();
  const auto ends = Expression::Compile("true &&", schema_, TestSets(), kPlace, false);
  ASSERT_FALSE(ends);
  EXPECT_NE(ends.error().sentence().find("at character 8"), std::string::npos);
}

TEST_F(ExpressionTest, AnUnknownPlaceStaysUnknown) {
  const auto e = Expression::Compile("true && nothing", schema_, TestSets());
  ASSERT_FALSE(e);
  EXPECT_EQ(e.error().place().column, 0);
}

}  // namespace
}  // namespace licet
