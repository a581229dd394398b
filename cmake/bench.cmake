# bench/NAME_bench.cc -> build/bench/NAME_bench, a program that prints JSON
# lines. The tests build them, so that they do not rot; ./run bench runs them.

file(GLOB bench_sources CONFIGURE_DEPENDS bench/*_bench.cc)
if(bench_sources)
  find_package(benchmark REQUIRED)
endif()
foreach(source ${bench_sources})
  get_filename_component(target ${source} NAME_WE)
  add_executable(${target} ${source})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  target_include_directories(${target} PRIVATE src)
  target_compile_definitions(${target} PRIVATE LICET_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE licet benchmark::benchmark)
  licet_warnings(${target})
endforeach()
