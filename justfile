# Shortcuts; every line can also be typed as it stands.

# What has to hold before a change lands
check:
    .ci/run

# Make the committed example output anew; read the difference before you commit it
bless:
    BLESS=1 cargo test --quiet

# What happens inside the process
bench:
    cargo bench

# Every figure of docs/performance.md, with the alternatives in numpy and polars beside (pip install numpy polars)
performance:
    python3 benches/compare.py
