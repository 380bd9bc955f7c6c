#!/usr/bin/env node
// In this repository, npm links commands before the first build, and leaves out those whose file does not exist yet.
import '../dist/main.js'
