package io.driftgate.correlator.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Bounds the memory of each store: by default one may take 98 MiB outside of the heap, and every task has several. With
 * these some 8 MiB a store, which thousands of resources fit into.
 *
 * @see <a href="https://kafka.apache.org/43/streams/developer-guide/memory-mgmt/">Kafka Streams: memory management</a>
 */
public final class SmallStores implements RocksDBConfigSetter {

    private static final long CACHE = 4L * 1024 * 1024;
    private static final long WRITE_BUFFER = 2L * 1024 * 1024;

    private final Map<String, Cache> caches = new ConcurrentHashMap<>();

    @Override
    public void setConfig(String store, Options options, Map<String, Object> settings) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        Cache cache = new LRUCache(CACHE);
        caches.put(store, cache);
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(WRITE_BUFFER);
        options.setMaxWriteBufferNumber(2);
    }

    @Override
    public void close(String store, Options options) {
        Cache cache = caches.remove(store);
        if (cache != null) {
            cache.close();
        }
    }
}
