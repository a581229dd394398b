# Labels: unit (seconds), postgres (a server of its own), report, install, tidy, slow (sanitizers, fuzzing).

enable_testing()
include(GoogleTest)
find_package(GTest REQUIRED)

# One binary a part, from tests/PART/*_test.cc.
function(licet_test part)
  file(GLOB sources CONFIGURE_DEPENDS tests/${part}/*_test.cc)
  if(NOT sources)
    return()  # tests/tidy asks for them
  endif()
  add_executable(${part}_test ${sources})
  target_include_directories(${part}_test PRIVATE src)
  target_compile_definitions(${part}_test PRIVATE LICET_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${part}_test PRIVATE licet_${part} GTest::gtest_main)
  licet_warnings(${part}_test)
  if(LICET_SANITIZE)
    target_compile_options(${part}_test PRIVATE -O0)  # halves what the build takes
  endif()
  gtest_discover_tests(${part}_test
    TEST_PREFIX ${part}. TEST_FILTER -*Postgres* DISCOVERY_TIMEOUT 60 PROPERTIES LABELS unit)
endfunction()

foreach(part base catalog parties screening journal ledger rules regime analysis gate cli)
  licet_test(${part})
endforeach()
# What tests/ledger and ./run simulate share: a ledger's life on a failing disk.
add_library(ledger_simulation STATIC
  tests/ledger/simulated_disk.cc tests/ledger/random_commands.cc tests/ledger/record_model.cc
  tests/ledger/simulator.cc)
target_link_libraries(ledger_simulation PUBLIC licet_ledger)
licet_warnings(ledger_simulation)
target_link_libraries(ledger_test PRIVATE ledger_simulation)
add_executable(ledger_simulate tests/ledger/simulate.cc)
target_link_libraries(ledger_simulate PRIVATE ledger_simulation)
licet_warnings(ledger_simulate)
# tests/ledger/kill_test.cc starts it and kills it.
add_executable(ledger_kill_writer tests/ledger/kill_writer.cc)
target_link_libraries(ledger_kill_writer PRIVATE licet_ledger)
licet_warnings(ledger_kill_writer)
add_dependencies(ledger_test ledger_kill_writer)
target_compile_definitions(ledger_test PRIVATE
  LICET_KILL_WRITER="$<TARGET_FILE:ledger_kill_writer>")
# tests/base/network_test.cc sends gzip.
target_link_libraries(base_test PRIVATE ZLIB::ZLIB)
# tests/cli runs the program as a user would.
add_dependencies(cli_test licet_program)
target_compile_definitions(cli_test PRIVATE LICET_PROGRAM="$<TARGET_FILE:licet_program>")

# The configurations below are built by the whole suite, not by themselves.
if(LICET_SANITIZE)
  return()
endif()

# Tests on a PostgreSQL server share one, so that they run as one test.
add_test(NAME journal.postgres COMMAND journal_test --gtest_filter=*Postgres*-PostgresReplica*)
add_test(NAME journal.replica COMMAND journal_test --gtest_filter=PostgresReplica*)
add_test(NAME ledger.postgres COMMAND ledger_test --gtest_filter=*Postgres*)
set_tests_properties(journal.postgres ledger.postgres PROPERTIES LABELS postgres)
set_tests_properties(journal.replica PROPERTIES LABELS slow)
set_tests_properties(journal.postgres ledger.postgres journal.replica PROPERTIES
  TIMEOUT 600 FAIL_REGULAR_EXPRESSION "Running 0 tests")

# The report of the orders on the public record, opened in a browser. `check`
# exits 1 when some answer is no.
add_test(NAME report.write COMMAND sh -c
  "\"$1\" check data/orders/public-record.csv --report \"$2\" >/dev/null; test $? -le 1"
  report.write $<TARGET_FILE:licet_program> ${CMAKE_BINARY_DIR}/report-test.html)
add_test(NAME report.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/report-test.html)
add_test(NAME report.timeline.write COMMAND licet_program regime timeline --report
         ${CMAKE_BINARY_DIR}/timeline-test.html)
add_test(NAME report.timeline.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/timeline-test.html)
add_test(NAME report.replay.write COMMAND licet_program replay data/orders/public-record.csv
         --under us-ear@2023-11-17 --under us-ear@own,codified
         --report ${CMAKE_BINARY_DIR}/replay-test.html)
add_test(NAME report.replay.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/replay-test.html)
add_test(NAME report.funnel.write COMMAND licet_program funnel --record data/funnel/h200.csv
         --as-of 2026-08-31 --report ${CMAKE_BINARY_DIR}/funnel-test.html)
add_test(NAME report.funnel.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/funnel-test.html)
add_test(NAME report.frontier.write COMMAND licet_program regime frontier us-ear
         --on 2026-11-21 --report ${CMAKE_BINARY_DIR}/frontier-test.html)
add_test(NAME report.frontier.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/frontier-test.html)
set_tests_properties(report.write report.timeline.write report.replay.write report.funnel.write
  report.frontier.write PROPERTIES
  FIXTURES_SETUP report)
set_tests_properties(report.browser report.timeline.browser report.replay.browser
  report.funnel.browser report.frontier.browser PROPERTIES
  FIXTURES_REQUIRED report TIMEOUT 600)
set_tests_properties(report.write report.browser report.timeline.write report.timeline.browser
  report.replay.write report.replay.browser report.funnel.write report.funnel.browser
  report.frontier.write report.frontier.browser PROPERTIES
  LABELS report WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

add_test(NAME tidy.self COMMAND python3 -B tests/tidy/self_test.py)
add_test(NAME tidy.tree COMMAND python3 -B tests/tidy/tidy_test.py ${PROJECT_SOURCE_DIR}
         --compile-commands ${CMAKE_BINARY_DIR}/compile_commands.json)
set_tests_properties(tidy.self tidy.tree PROPERTIES
  LABELS tidy WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

add_test(NAME install
  COMMAND tests/install/install_test ${CMAKE_BINARY_DIR} ${PROJECT_VERSION})
set_tests_properties(install PROPERTIES
  LABELS install TIMEOUT 300 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

# The unit tests and the fuzz targets, with the sanitizers. Without clang-19 the first
# of these fails, which is meant: ./run test installs it.
add_test(NAME asan.build COMMAND sh -c
  "cmake --preset asan >/dev/null && cmake --build --preset asan")
set_tests_properties(asan.build PROPERTIES
  LABELS slow TIMEOUT 2400 PROCESSORS 2 FIXTURES_SETUP asan
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
add_test(NAME asan COMMAND ${CMAKE_CTEST_COMMAND} --preset asan)
set_tests_properties(asan PROPERTIES
  LABELS slow TIMEOUT 1800 PROCESSORS 2 FIXTURES_REQUIRED asan
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

# The tests that start threads, with the thread sanitizer.
add_test(NAME tsan.build COMMAND sh -c
  "cmake --preset tsan >/dev/null && cmake --build --preset tsan")
add_test(NAME tsan.gate COMMAND build/tsan/gate_test --gtest_filter=Bulk*:Threads*)
add_test(NAME tsan.ledger COMMAND build/tsan/ledger_test
         --gtest_filter=BookTest.*:*HoldsThroughOneWriter*)
set_tests_properties(tsan.build PROPERTIES
  LABELS slow TIMEOUT 1200 PROCESSORS 2 FIXTURES_SETUP tsan
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
set_tests_properties(tsan.gate tsan.ledger PROPERTIES
  LABELS slow TIMEOUT 600 PROCESSORS 2 FIXTURES_REQUIRED tsan
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

# 500 rounds of processes that are killed, on a file and on a server: ./run test -C long
add_test(NAME ledger.kill.500 CONFIGURATIONS long COMMAND ledger_test --gtest_filter=Kill.*:KillPostgres.*)
set_tests_properties(ledger.kill.500 PROPERTIES
  LABELS long TIMEOUT 2400 ENVIRONMENT LICET_KILL_ROUNDS=500)

# Half a minute of fuzzing a target.
file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/*_fuzz.cc)
foreach(source ${fuzz_sources})
  string(REGEX REPLACE ".*/(.*)_fuzz\\.cc$" "\\1" name ${source})
  add_test(NAME fuzz.${name} COMMAND fuzz/run_target ${name} 30)
  set_tests_properties(fuzz.${name} PROPERTIES
    LABELS slow TIMEOUT 300 FIXTURES_REQUIRED asan
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endforeach()
