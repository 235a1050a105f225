// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/component.h"

#include <curl/curl.h>

using namespace Qt::StringLiterals;

namespace net {

QList<core::Component> components()
{
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    QList<core::Component> parts{{u"libcurl"_s, QString::fromLatin1(info->version), u"curl"_s}};
    if (info->ssl_version) {
        // "OpenSSL/3.0.16"; other builds of libcurl may have another library or several
        const QString tls = QString::fromLatin1(info->ssl_version);
        const bool openSsl = tls.startsWith(u"OpenSSL/");
        parts.append({openSsl ? u"OpenSSL"_s : u"TLS library"_s, openSsl ? tls.section(u'/', 1) : tls,
            openSsl ? u"Apache-2.0"_s : QString()});
    }
    if (info->nghttp2_version)
        parts.append({u"nghttp2"_s, QString::fromLatin1(info->nghttp2_version), u"MIT"_s});
    return parts;
}

} // namespace net
