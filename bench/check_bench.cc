// How many orders a second `licet check` judges from file to file, how long
// `licet replay` takes under twelve days of the law, and how much memory both
// take. Prints JSON lines (docs/building.md).
//
//   check_bench [ORDERS [ORDERS ...]]     default: 1000000 10000000

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "order_book.h"

extern char** environ;

namespace {

const std::string kHome = LICET_SOURCE_DIR;
const std::string kFolder = kHome + "/build/bench/orders";

struct Ran {
  double seconds = 0;
  double mebibytes = 0;  // largest resident set
  int code = -1;
};

Ran RunLicet(std::vector<std::string> arguments) {
  const std::string program = kHome + "/build/licet";
  arguments.insert(arguments.begin(), program);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (posix_spawn(&child, program.c_str(), &files, nullptr, argv.data(), environ) != 0) return {};
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  posix_spawn_file_actions_destroy(&files);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return {taken.count(), static_cast<double>(usage.ru_maxrss) / 1024,
          WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

std::string OrdersFile(const licet::Catalog& catalog, licet::Disk& disk, std::uint64_t count) {
  const std::string path = fmt::format("{}/orders-{}.csv", kFolder, count);
  licet::OrderBook book(catalog, 5000, 20261121);
  const std::string parties = book.Parties();
  if (!disk.IsFile(kFolder + "/parties.csv")) {
    (void)disk.WriteAtomically(kFolder + "/parties.csv", parties);
  }
  if (disk.IsFile(path)) return path;
  FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return "";
  std::string text = licet::OrderBook::Header();
  for (std::uint64_t i = 0; i < count; ++i) {
    book.AppendOrder(i, &text);
    if (text.size() < 1 << 20 && i + 1 < count) continue;
    std::fwrite(text.data(), 1, text.size(), file);
    text.clear();
  }
  std::fclose(file);
  return path;
}

void Print(const std::string& name, double value, const char* unit, std::uint64_t n, double target,
           bool at_least) {
  const bool ok = at_least ? value >= target : value <= target;
  fmt::print(
      "{{\"name\":\"{}\",\"value\":{:.1f},\"unit\":\"{}\",\"n\":{},\"target\":{},\"ok\":{}}}\n",
      name, value, unit, n, target, ok);
  std::fflush(stdout);
}

void Check(const std::string& orders, std::uint64_t count, const char* format, double target) {
  const Ran ran = RunLicet({"check", orders, "--format", format, "--known-at", "2026-11-21"});
  if (ran.code != 0 && ran.code != 1) {
    fmt::print(stderr, "licet check ended with {}\n", ran.code);
    std::exit(2);
  }
  const std::string name = fmt::format("check/{}/{}", format, count);
  Print(name, static_cast<double>(count) / ran.seconds, "orders/s", count, target, true);
  Print(name + "/memory", ran.mebibytes, "MiB", count, 512, false);
}

// The time asked for is that of ten million orders.
void Replay(const std::string& orders, std::uint64_t count) {
  std::vector<std::string> arguments = {"replay", orders, "--format", "json"};
  for (const char* day :
       {"2022-10-21", "2023-01-01", "2023-11-17", "2024-04-04", "2025-01-13", "2025-04-09",
        "2025-05-13", "2025-09-29", "2025-11-10", "2026-01-13", "2026-05-01", "2026-07-10"}) {
    arguments.insert(arguments.end(), {"--under", std::string("us-ear@") + day});
  }
  const Ran ran = RunLicet(arguments);
  if (ran.code != 0) {
    fmt::print(stderr, "licet replay ended with {}\n", ran.code);
    std::exit(2);
  }
  const std::string name = fmt::format("replay/12/{}", count);
  Print(name, ran.seconds, "s", count, 15, false);
  Print(name + "/memory", ran.mebibytes, "MiB", count, 512, false);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::uint64_t> counts;
  for (int i = 1; i < argc; ++i) counts.push_back(std::strtoull(argv[i], nullptr, 10));
  if (counts.empty()) counts = {1'000'000, 10'000'000};
  const auto disk = licet::RealDisk();
  const std::string data = kHome + "/data/";
  auto catalog = licet::Catalog::Load(
      *disk, {data + "chips.csv", data + "hbm.csv", data + "assemblies.csv", data + "aliases.csv"});
  if (!catalog || std::system(("mkdir -p " + kFolder).c_str()) != 0) return 2;
  for (std::uint64_t count : counts) {
    const std::string orders = OrdersFile(*catalog, *disk, count);
    Check(orders, count, "csv", 300'000);
    if (count <= 1'000'000) Check(orders, count, "json", 100'000);
    if (count == counts.back()) Replay(orders, count);
  }
  return 0;
}
