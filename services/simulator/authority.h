// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/secret.h"

namespace simulator {

// A certificate authority and one server certificate for 127.0.0.1 and localhost (ECDSA P-256), made for this run.
// The authority's key is forgotten as soon as it has signed.
struct Authority {
    QByteArray certificate; // PEM
    QByteArray serverCertificate; // PEM
    core::Secret serverKey; // PEM

    static core::Result<Authority> made();
};

// Random bytes as hexadecimal text.
core::Result<core::Secret> randomToken(int bytes);

} // namespace simulator
