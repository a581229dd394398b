// Real runs of `licet check --output`, killed and resumed.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "../../bench/order_book.h"

extern char** environ;

namespace licet {
namespace {

namespace fs = std::filesystem;
const std::string kHome = LICET_SOURCE_DIR;

class ResumeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "licet-resume-" + std::to_string(getpid());
    fs::create_directories(folder_);
    const auto disk = RealDisk();
    const std::string data = kHome + "/data/";
    const auto catalog = Catalog::Load(*disk, {data + "chips.csv", "", "", ""});
    ASSERT_TRUE(catalog);
    OrderBook book(*catalog, 300, 1);
    std::ofstream(folder_ + "/parties.csv") << book.Parties();
    std::string text = OrderBook::Header();
    for (std::uint64_t i = 0; i < kOrders; ++i) book.AppendOrder(i, &text);
    std::ofstream(orders()) << text;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string orders() const { return folder_ + "/orders.csv"; }
  static std::string Read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  // Exit code, or -1 when it was killed after `milliseconds`.
  int Run(std::vector<std::string> arguments, int milliseconds = -1) {
    arguments.insert(arguments.begin(), {LICET_PROGRAM, "check", orders(), "--format", "csv",
                                         "--known-at", "2026-11-21"});
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, (folder_ + "/err").c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, LICET_PROGRAM, &files, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&files);
    if (milliseconds >= 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
      kill(child, SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  static constexpr std::uint64_t kOrders = 60'000;
  std::string folder_;
};

TEST_F(ResumeTest, KilledAtAnyMomentItLosesAndRepeatsNothing) {
  const std::string once = folder_ + "/once.csv";
  const std::string again = folder_ + "/again.csv";
  ASSERT_EQ(Run({"--output", once}), 1);
  EXPECT_FALSE(fs::exists(once + ".part"));
  EXPECT_FALSE(fs::exists(once + ".resume"));
  for (int milliseconds : {50, 700, 1500, 2200}) {
    if (Run({"--output", again, "--resume"}, milliseconds) != -1) break;  // it was quicker
    EXPECT_FALSE(fs::exists(again)) << "half a file appeared";
  }
  ASSERT_EQ(Run({"--output", again, "--resume"}), 1);
  EXPECT_EQ(Read(again), Read(once));
  EXPECT_FALSE(fs::exists(again + ".part"));
}

TEST_F(ResumeTest, RefusesToGoOnUnderOtherOptionsOrWithoutAFile) {
  EXPECT_EQ(Run({"--resume"}), 2);
  EXPECT_NE(Read(folder_ + "/err").find("--output"), std::string::npos);
  const std::string out = folder_ + "/out.csv";
  std::ofstream(out + ".resume") << R"({"law": 1, "known_at": "2026-11-21", "read": 10})";
  EXPECT_EQ(Run({"--output", out, "--resume"}), 2);
  EXPECT_NE(Read(folder_ + "/err").find("another law"), std::string::npos);
  std::ofstream(out + ".resume") << "{";
  EXPECT_EQ(Run({"--output", out, "--resume"}), 2);
  EXPECT_NE(Read(folder_ + "/err").find("cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace licet
