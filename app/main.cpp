// The program.
#include "app/cli/cli.hpp"

int main(int argc, char** argv) {
  return convscope::cli::run(argc, argv);
}
