// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace core::yaml {

// Memory that is given out piece by piece and taken back all at once; destructors do not run.
class Arena {
public:
    Arena() = default;
    Q_DISABLE_COPY_MOVE(Arena)

    void *take(size_t size, size_t alignment = alignof(std::max_align_t))
    {
        void *piece = m_next;
        if (!m_next || !std::align(alignment, size, piece, m_left))
            return takeFromNewBlock(size);
        m_next = static_cast<char *>(piece) + size;
        m_left -= size;
        return piece;
    }

    std::string_view store(std::string_view text)
    {
        if (text.empty())
            return {};
        char *copy = static_cast<char *>(take(text.size(), 1));
        std::memcpy(copy, text.data(), text.size());
        return {copy, text.size()};
    }

    size_t bytes() const { return m_bytes; }

private:
    void *takeFromNewBlock(size_t size)
    {
        // Small for the thousands of small documents, large for the few large ones.
        m_blockSize = m_blocks.empty() ? 4096 : std::min<size_t>(2 * m_blockSize, 1024 * 1024);
        const size_t room = std::max(size, m_blockSize);
        m_blocks.emplace_back(new char[room]);
        m_bytes += room;
        char *piece = m_blocks.back().get();
        m_next = piece + size;
        m_left = room - size;
        return piece;
    }

    std::vector<std::unique_ptr<char[]>> m_blocks;
    char *m_next = nullptr;
    size_t m_left = 0;
    size_t m_blockSize = 0;
    size_t m_bytes = 0;
};

} // namespace core::yaml
