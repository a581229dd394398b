// The completion scripts, as a shell uses them.

#include <cstdlib>

#include "run.h"

namespace licet {
namespace {

bool HasBash() { return std::system("command -v bash >/dev/null 2>&1") == 0; }

// What bash offers for `words`, the last of which is being typed, in a folder
// with one file "costs.csv" and one folder "check".
std::string Offered(const std::string& words, int position) {
  const TempFolder folder;
  folder.Write("script", Licet({"completion", "bash"}).out);
  std::filesystem::create_directory(folder.Path("here"));
  folder.Write("here/costs.csv", "");
  std::filesystem::create_directory(folder.Path("here/check"));
  folder.Write("ask", "source ../script\nCOMP_WORDS=(" + words +
                          ")\nCOMP_CWORD=" + std::to_string(position) +
                          "\n_licet\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
  const std::string command = "cd '" + folder.Path("here") + "' && bash --norc ../ask > ../said";
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::string offered;
  for (const std::string& line : LinesOf(ReadFile(folder.Path("said")))) {
    offered += (offered.empty() ? "" : " ") + line;
  }
  return offered;
}

TEST(Completion, BashAcceptsTheScript) {
  if (!HasBash()) GTEST_SKIP() << "no bash is installed";
  const TempFolder folder;
  const std::string script = folder.Write("script", Licet({"completion", "bash"}).out);
  EXPECT_EQ(std::system(("bash -n '" + script + "'").c_str()), 0);
}

TEST(Completion, BashCompletesCommands) {
  if (!HasBash()) GTEST_SKIP() << "no bash is installed";
  EXPECT_EQ(Offered("licet cl", 1), "classify");
  EXPECT_EQ(Offered("licet item c", 2), "compare");
  EXPECT_EQ(Offered("licet item ''", 2), "show compare respec rank --help");
  EXPECT_EQ(Offered("licet regime te", 2), "test");
  EXPECT_EQ(Offered("licet lists ''", 2), "fetch import status delta clear cleared --help");
}

TEST(Completion, BashCompletesOptions) {
  if (!HasBash()) GTEST_SKIP() << "no bash is installed";
  EXPECT_EQ(Offered("licet check --pa", 2), "--parties");
  EXPECT_EQ(Offered("licet item rank --v", 3), "--vendor");
  EXPECT_EQ(Offered("licet check orders.csv --parties p.csv --re", 5),
            "--reading --report --resume");
}

TEST(Completion, BashCompletesFilesWhereACommandTakesThem) {
  if (!HasBash()) GTEST_SKIP() << "no bash is installed";
  EXPECT_EQ(Offered("licet check co", 2), "costs.csv");
  EXPECT_EQ(Offered("licet check --parties co", 3), "costs.csv");
  EXPECT_EQ(Offered("licet lists import co", 3), "costs.csv");
  EXPECT_EQ(Offered("licet lists status --lists ch", 4), "check");
}

TEST(Completion, BashCompletesTheWordsOfAnOption) {
  if (!HasBash()) GTEST_SKIP() << "no bash is installed";
  EXPECT_EQ(Offered("licet check o.csv --format j", 4), "json");
  EXPECT_EQ(Offered("licet classify --reading ''", 3), "enforced codified");
  EXPECT_EQ(Offered("licet completion z", 2), "zsh");
}

TEST(Completion, NamesEveryCommandInEveryShell) {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const Ran ran = Licet({"completion", shell});
    EXPECT_EQ(ran.code, kExitOk);
    for (const std::string word : {"check", "classify", "explain", "compare", "rank", "regime",
                                   "format", "as-of", "known-at", "reading", "table", "codified"}) {
      EXPECT_NE(ran.out.find(word), std::string::npos) << shell << " " << word;
    }
  }
}

TEST(Completion, AnotherShellIsRefused) {
  const Ran ran = Licet({"completion", "tcsh"});
  EXPECT_EQ(ran.code, kExitBadInput);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err.substr(0, 7), "licet: ");
}

}  // namespace
}  // namespace licet
