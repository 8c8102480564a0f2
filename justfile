# Shortcuts; every line can also be typed as it stands.

# What has to hold before a change lands
check:
    .ci/run

# Make the committed example output anew; read the difference before you commit it
bless:
    BLESS=1 cargo test --quiet

# The figures of docs/performance.md
bench:
    cargo bench
