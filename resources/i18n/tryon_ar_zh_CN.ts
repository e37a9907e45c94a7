<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BackPhoto</name>
    <message>
        <source>Photo of the back</source>
        <translation>背面照片</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a photo of the back</source>
        <translation>选择背面照片</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the photo of the back</source>
        <translation>移除背面照片</translation>
    </message>
    <message>
        <source>Drop
it here</source>
        <translation>拖放
到这里</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>图片（{patterns}）</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>背面</translation>
    </message>
    <message>
        <source>Shown when you turn around.</source>
        <translation>转身时显示。</translation>
    </message>
</context>
<context>
    <name>Before</name>
    <message>
        <source>Before: the camera&apos;s own picture</source>
        <translation>穿前：摄像头原始画面</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>穿前</translation>
    </message>
</context>
<context>
    <name>CameraStep</name>
    <message>
        <source>Welcome to your mirror</source>
        <translation>欢迎使用您的镜子</translation>
    </message>
    <message>
        <source>The picture beside is what your camera sees, as in a mirror. Stand so that head, shoulders and hips are in it.</source>
        <translation>旁边就是摄像头看到的画面，像镜子一样。请站到头、肩和臀部都在画面里的位置。</translation>
    </message>
    <message>
        <source>This mirror shows you in other clothes. Your camera shows no picture yet; you may look round meanwhile.</source>
        <translation>这面镜子会让您看到自己穿上其他衣服的样子。摄像头还没有画面，您可以先随便看看。</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>ColourDot</name>
    <message>
        <source>Wear {name}</source>
        <translation>穿上{name}</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Compare two looks</source>
        <translation>比较两种搭配</translation>
    </message>
    <message>
        <source>Four looks</source>
        <translation>四种搭配</translation>
    </message>
    <message>
        <source>There is nothing else to compare with</source>
        <translation>没有其他可比较的内容</translation>
    </message>
    <message>
        <source>There are too few garments for four looks</source>
        <translation>服装太少，无法显示四种搭配</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>左右对调</translation>
    </message>
    <message>
        <source>Wear this look</source>
        <translation>穿上这一套</translation>
    </message>
    <message>
        <source>End comparing</source>
        <translation>结束比较</translation>
    </message>
    <message>
        <source>Own clothes</source>
        <translation>自己的衣服</translation>
    </message>
    <message>
        <source>{name}, size {size}</source>
        <translation>{name}，{size} 码</translation>
    </message>
    <message>
        <source>getting ready</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>{seconds} s ago</source>
        <translation>{seconds} 秒前</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message>
        <source>Picture in {seconds}</source>
        <translation>{seconds} 秒后拍照</translation>
    </message>
    <message>
        <source>No picture is taken</source>
        <translation>已取消拍照</translation>
    </message>
    <message>
        <source>Press again or Esc to cancel</source>
        <translation>再按一次或按 Esc 取消</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>tryon-ar did not end well</source>
        <translation>tryon-ar 没有正常结束</translation>
    </message>
    <message>
        <source>Safe mode uses the usual settings and the processor alone, opens no camera by itself, and leaves your own parser and the virtual camera out. Your settings and garments stay as they are. Nothing about this was sent to anybody.</source>
        <translation>安全模式使用默认设置，只用处理器，不会自行打开摄像头，也不使用您自己的解析器和虚拟摄像头。您的设置和服装保持不变。没有向任何人发送任何信息。</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>Hide the log</source>
        <translation>隐藏日志</translation>
    </message>
    <message>
        <source>Copy the log</source>
        <translation>复制日志</translation>
    </message>
    <message>
        <source>Log of the last run</source>
        <translation>上次运行的日志</translation>
    </message>
    <message>
        <source>Start in safe mode</source>
        <translation>以安全模式启动</translation>
    </message>
    <message>
        <source>Start as usual</source>
        <translation>正常启动</translation>
    </message>
    <message>
        <source>{answer} ({seconds})</source>
        <translation>{answer}（{seconds}）</translation>
    </message>
    <message>
        <source>The last time, tryon-ar crashed.</source>
        <translation>上次 tryon-ar 崩溃了。</translation>
    </message>
    <message>
        <source>The last time, tryon-ar was ended from outside, or the system ran out of memory.</source>
        <translation>上次 tryon-ar 被外部结束，或系统内存不足。</translation>
    </message>
    <message>
        <source>The computer went off, or started again, while tryon-ar was open.</source>
        <translation>tryon-ar 打开时电脑关机或重启了。</translation>
    </message>
    <message>
        <source>The last time, something went wrong in tryon-ar that should not have.</source>
        <translation>上次 tryon-ar 出现了不该发生的问题。</translation>
    </message>
    <message>
        <source>It ended {count} times in a row before it showed a picture.</source>
        <translation>它连续 {count} 次在显示画面之前就结束了。</translation>
    </message>
    <message>
        <source>It left recordings unfinished: {names}. They play; `tryon-ar record repair` finishes them.</source>
        <translation>有录像没有完成：{names}。它们可以播放；用 `tryon-ar record repair` 可以补全。</translation>
    </message>
</context>
<context>
    <name>Deleting</name>
    <message>
        <source>Deleted {name}</source>
        <translation>已删除 {name}</translation>
    </message>
    <message>
        <source>Deleted {count} files</source>
        <translation>已删除 {count} 个文件</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Divider</name>
    <message>
        <source>Divider between the two looks</source>
        <translation>两种搭配之间的分隔线</translation>
    </message>
    <message>
        <source>Drag it, or move it with the arrow keys</source>
        <translation>拖动它，或用方向键移动</translation>
    </message>
</context>
<context>
    <name>Dressing</name>
    <message>
        <source>Tops tucked in</source>
        <translation>上衣已塞入下装</translation>
    </message>
    <message>
        <source>Tops not tucked in</source>
        <translation>上衣未塞入下装</translation>
    </message>
</context>
<context>
    <name>DressingPanel</name>
    <message>
        <source>What fits</source>
        <translation>自动合身</translation>
    </message>
    <message>
        <source>How garments are worn</source>
        <translation>穿着方式</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>光线(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>尺码(&amp;S)</translation>
    </message>
    <message>
        <source>Light of the room on garments</source>
        <translation>室内光线对服装的影响</translation>
    </message>
    <message>
        <source>How much of the room&apos;s light, shade and colour is put on</source>
        <translation>服装受室内光线、阴影和色调影响的程度</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺码</translation>
    </message>
    <message>
        <source>Tuck tops in</source>
        <translation>上衣塞入下装</translation>
    </message>
    <message>
        <source>The hem goes into what is worn below ({key})</source>
        <translation>下摆塞进下装里（{key}）</translation>
    </message>
    <message>
        <source>Skirts and hems swing</source>
        <translation>裙摆随动</translation>
    </message>
    <message>
        <source>Loose cloth follows how you move</source>
        <translation>宽松的布料会随您的动作摆动</translation>
    </message>
    <message>
        <source>A size of the garment&apos;s own chart</source>
        <translation>服装自带尺码表中的尺码</translation>
    </message>
    <message>
        <source>What you wear has no size chart; add one where garments are edited</source>
        <translation>当前服装没有尺码表，可在编辑服装时添加</translation>
    </message>
    <message>
        <source>Put a garment on first</source>
        <translation>请先穿上一件服装</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>full</source>
        <translation>最强</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value}%</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Save the picture first</source>
        <translation>请先保存图片</translation>
    </message>
    <message>
        <source>This is only its address, and nothing is fetched from the network.</source>
        <translation>这只是图片的网址；程序不会从网络获取任何内容。</translation>
    </message>
    <message>
        <source>Drop to try it on</source>
        <translation>松开即可试穿</translation>
    </message>
    <message>
        <source>Photos of garments (JPEG, PNG, WebP), or a pack of garments (.zip)</source>
        <translation>服装照片（JPEG、PNG、WebP）或服装包（.zip）</translation>
    </message>
</context>
<context>
    <name>EditorCanvas</name>
    <message>
        <source>Photo of the garment</source>
        <translation>服装照片</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Tab goes from point to point, arrows move it.</source>
        <translation>按 Tab 在各点之间切换，用方向键移动。</translation>
    </message>
    <message>
        <source>Paint with the mouse; X changes between adding and erasing.</source>
        <translation>用鼠标涂抹；按 X 在添加与擦除之间切换。</translation>
    </message>
</context>
<context>
    <name>EditorDetails</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Swap left and right</source>
        <translation>左右互换</translation>
    </message>
    <message>
        <source>For a photo that is mirrored or shows the back</source>
        <translation>用于镜像照片或背面照片</translation>
    </message>
    <message>
        <source>About the garment</source>
        <translation>服装信息</translation>
    </message>
</context>
<context>
    <name>EditorNotice</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>It is fine</source>
        <translation>没有问题</translation>
    </message>
</context>
<context>
    <name>EditorTools</name>
    <message>
        <source>Points</source>
        <translation>定位点</translation>
    </message>
    <message>
        <source>Move points (P)</source>
        <translation>移动定位点（P）</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Paint what belongs to it (B)</source>
        <translation>涂抹属于服装的部分（B）</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Erase what does not (E)</source>
        <translation>擦除不属于服装的部分（E）</translation>
    </message>
    <message>
        <source>Add point</source>
        <translation>添加定位点</translation>
    </message>
    <message>
        <source>Add a point that is missing</source>
        <translation>添加缺少的定位点</translation>
    </message>
    <message>
        <source>Remove point</source>
        <translation>移除定位点</translation>
    </message>
    <message>
        <source>Remove the selected point (Del)</source>
        <translation>移除选中的定位点（Del）</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>柔边</translation>
    </message>
    <message>
        <source>Paint with a soft edge</source>
        <translation>用柔和的边缘涂抹</translation>
    </message>
    <message>
        <source>Follow edges</source>
        <translation>贴合边缘</translation>
    </message>
    <message>
        <source>Keep to the colours under the middle of the brush</source>
        <translation>只涂与画笔中心相近的颜色</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填补孔洞</translation>
    </message>
    <message>
        <source>Fill small holes in the cloth</source>
        <translation>填补布料上的小孔洞</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+−)</source>
        <translation>缩小（Ctrl+−）</translation>
    </message>
    <message>
        <source>Show the photo&apos;s own pixels (1)</source>
        <translation>按原始像素显示照片（1）</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>放大（Ctrl++）</translation>
    </message>
    <message>
        <source>Show the whole photo (0)</source>
        <translation>显示整张照片（0）</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>Cut-out</source>
        <translation>抠图</translation>
    </message>
    <message>
        <source>How the cut is shown</source>
        <translation>抠图显示方式</translation>
    </message>
    <message>
        <source>How the cut is shown (V)</source>
        <translation>抠图显示方式（V）</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Size of the brush ([ and ], or the wheel)</source>
        <translation>画笔大小（[ 和 ]，或滚轮）</translation>
    </message>
</context>
<context>
    <name>FitControls</name>
    <message>
        <source>Drag it</source>
        <translation>拖动它</translation>
    </message>
    <message>
        <source>Fit by hand</source>
        <translation>手动调整</translation>
    </message>
    <message>
        <source>Garment in hand: {name}; press for the next</source>
        <translation>正在调整：{name}；按下切换到下一件</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>重做（Ctrl+Shift+Z）</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>As it was fitted (Backspace)</source>
        <translation>恢复自动合身（Backspace）</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Keep it so (Esc)</source>
        <translation>保持现在的样子（Esc）</translation>
    </message>
    <message>
        <source>Drag it · wheel or pinch: size · round handle: turn · sides: width</source>
        <translation>拖动移动 · 滚轮或捏合：大小 · 圆形手柄：旋转 · 两侧：宽度</translation>
    </message>
</context>
<context>
    <name>Fitting</name>
    <message>
        <source>Fit by hand</source>
        <translation>手动调整</translation>
    </message>
    <message>
        <source>Put a garment on first</source>
        <translation>请先穿上一件服装</translation>
    </message>
</context>
<context>
    <name>Galleries</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>This computer has no program for {name}. Its folder is {folder}.</source>
        <translation>这台电脑没有可打开 {name} 的程序。它所在的文件夹是 {folder}。</translation>
    </message>
    <message>
        <source>This computer has no file manager. The folder is {folder}.</source>
        <translation>这台电脑没有文件管理器。文件夹是 {folder}。</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Nothing is saved yet. Pictures go to {pictures}, recordings to {videos}; both show here.</source>
        <translation>还没有保存任何内容。照片保存到 {pictures}，录像保存到 {videos}；都会显示在这里。</translation>
    </message>
</context>
<context>
    <name>GalleryBar</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Back to all</source>
        <translation>返回全部</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare the two pictures selected</source>
        <translation>比较选中的两张照片</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show in folder, to share it from there</source>
        <translation>在文件夹中显示，以便从那里分享</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open with the system&apos;s own program</source>
        <translation>用系统程序打开</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>GalleryGrid</name>
    <message>
        <source>Pictures and videos</source>
        <translation>照片和视频</translation>
    </message>
    <message>
        <source>Video, {when}</source>
        <translation>视频，{when}</translation>
    </message>
    <message>
        <source>Picture, {when}</source>
        <translation>照片，{when}</translation>
    </message>
</context>
<context>
    <name>GalleryPair</name>
    <message>
        <source>Two pictures compared</source>
        <translation>两张照片对比</translation>
    </message>
</context>
<context>
    <name>GalleryViewer</name>
    <message>
        <source>{place} of {count} · {when}</source>
        <translation>{place} / {count} · {when}</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play, without sound</source>
        <translation>播放（无声）</translation>
    </message>
</context>
<context>
    <name>GarmentCard</name>
    <message>
        <source>Edit, colours, remove …</source>
        <translation>编辑、颜色、移除……</translation>
    </message>
    <message>
        <source>What can be done with {name}</source>
        <translation>{name} 的操作</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>已收藏</translation>
    </message>
</context>
<context>
    <name>GarmentDesk</name>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>Photos of garments</source>
        <translation>服装照片</translation>
    </message>
    <message>
        <source>Photos and packs (*.jpg *.jpeg *.png *.webp *.zip)</source>
        <translation>照片和服装包 (*.jpg *.jpeg *.png *.webp *.zip)</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Name of the garment</source>
        <translation>服装名称</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Packs (*.zip)</source>
        <translation>服装包 (*.zip)</translation>
    </message>
    <message>
        <source>Removed {name}.</source>
        <translation>已移除 {name}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>GarmentEditor</name>
    <message>
        <source>Discard changes?</source>
        <translation>放弃更改？</translation>
    </message>
    <message>
        <source>The changes to {name} are not saved.</source>
        <translation>对 {name} 的更改尚未保存。</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>Edit {name}</source>
        <translation>编辑 {name}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save (Ctrl+S)</source>
        <translation>保存（Ctrl+S）</translation>
    </message>
</context>
<context>
    <name>GarmentShelf</name>
    <message>
        <source>Garments</source>
        <translation>服装</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>搭配</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>我的服装</translation>
    </message>
</context>
<context>
    <name>GarmentStep</name>
    <message>
        <source>Try something on</source>
        <translation>试穿一件</translation>
    </message>
    <message>
        <source>Choose a garment: you wear it at once. There are more on the shelf, and any photo of a garment that you drop on the window becomes one.</source>
        <translation>选择一件服装，马上就能穿上。衣架上还有更多；把任何服装照片拖到窗口上，也会变成可试穿的服装。</translation>
    </message>
</context>
<context>
    <name>Hands</name>
    <message>
        <source>Hand control</source>
        <translation>手势控制</translation>
    </message>
    <message>
        <source>Hand control is on: raise one hand beside your shoulder</source>
        <translation>手势控制已开启：请在肩旁举起一只手</translation>
    </message>
    <message>
        <source>Hand control is off</source>
        <translation>手势控制已关闭</translation>
    </message>
    <message>
        <source>Previous</source>
        <comment>target</comment>
        <translation>上一件</translation>
    </message>
    <message>
        <source>Next</source>
        <comment>target</comment>
        <translation>下一件</translation>
    </message>
    <message>
        <source>Picture</source>
        <comment>target</comment>
        <translation>拍照</translation>
    </message>
    <message>
        <source>Compare</source>
        <comment>target</comment>
        <translation>比较</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Click a garment to put it on, again to take it off; right-click it for more.
Drop or paste a photo of a garment to wear it.
A top and a bottom can be worn together.
Nothing you see here leaves this computer.</source>
        <translation>单击服装即可穿上，再次单击即可脱下；右键单击可查看更多操作。
拖放或粘贴一张服装照片即可试穿。
上装和下装可以同时穿。
您在这里看到的一切都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The mirror</source>
        <translation>镜子</translation>
    </message>
    <message>
        <source>Editing a garment</source>
        <translation>编辑服装</translation>
    </message>
</context>
<context>
    <name>Hud</name>
    <message>
        <source>Figures</source>
        <translation>性能数据</translation>
    </message>
</context>
<context>
    <name>ImportCard</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the import of {name}</source>
        <translation>取消导入 {name}</translation>
    </message>
</context>
<context>
    <name>Kiosk</name>
    <message>
        <source>Move to go on.</source>
        <translation>动一动即可继续。</translation>
    </message>
    <message>
        <source>Pictures and videos taken here are deleted too. Move to go on.</source>
        <translation>在这里拍摄的照片和视频也会被删除。动一动即可继续。</translation>
    </message>
    <message>
        <source>Starting over in {seconds}</source>
        <translation>{seconds} 秒后重新开始</translation>
    </message>
    <message>
        <source>Come closer and try it on</source>
        <translation>走近一点，试穿看看</translation>
    </message>
</context>
<context>
    <name>LookCard</name>
    <message>
        <source>Look: {names}</source>
        <translation>搭配：{names}</translation>
    </message>
</context>
<context>
    <name>LookCell</name>
    <message>
        <source>Look {number}: {name}</source>
        <translation>搭配 {number}：{name}</translation>
    </message>
    <message>
        <source>Press to wear it</source>
        <translation>按下即可穿上</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
</context>
<context>
    <name>MirrorView</name>
    <message>
        <source>Mirror</source>
        <extracomment>Returns what to show of a frame instead of its dressed picture, of the same aspect, or None.</extracomment>
        <translation>镜子</translation>
    </message>
    <message>
        <source>The live picture, dressed</source>
        <translation>穿上服装的实时画面</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss the message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>{n} more after this</source>
        <translation>之后还有 {n} 条</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>Less</source>
        <translation>减少</translation>
    </message>
    <message>
        <source>More</source>
        <translation>增加</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>The same in another size</source>
        <translation>同款其他尺码</translation>
    </message>
    <message>
        <source>The same in another colour</source>
        <translation>同款其他颜色</translation>
    </message>
    <message>
        <source>Worn before</source>
        <translation>刚才穿的</translation>
    </message>
    <message>
        <source>Another garment</source>
        <translation>另一件服装</translation>
    </message>
</context>
<context>
    <name>Performance</name>
    <message>
        <source>Performance</source>
        <translation>性能</translation>
    </message>
</context>
<context>
    <name>PerformancePage</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>性能</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>性能数据</translation>
    </message>
    <message>
        <source>The dashed line is one frame of a camera with 30 a second.</source>
        <translation>虚线表示每秒 30 帧的摄像头的一帧时间。</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PhotoImports</name>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Add it again</source>
        <translation>仍然添加</translation>
    </message>
    <message>
        <source>You already have this: {name}.</source>
        <translation>您已经有这件服装：{name}。</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>{name} is on your shelf.</source>
        <translation>{name} 已放到您的衣架上。</translation>
    </message>
    <message>
        <source>{n} garments unpacked.</source>
        <translation>已解包 {n} 件服装。</translation>
    </message>
</context>
<context>
    <name>PhotoMode</name>
    <message>
        <source>Back to the camera</source>
        <translation>返回摄像头</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Save this photo</source>
        <translation>保存这张照片</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>There is no picture to save yet.</source>
        <translation>还没有可保存的画面。</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>Saved {count} pictures</source>
        <translation>已保存 {count} 张照片</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>PIN</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>PIN to leave the kiosk</source>
        <translation>退出展台的密码</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>That is not the PIN. Wait {seconds} s before the next one.</source>
        <translation>PIN 码不正确。请等待 {seconds} 秒后再试。</translation>
    </message>
    <message>
        <source>That was not the PIN. Try again.</source>
        <translation>PIN 码不正确。请重试。</translation>
    </message>
    <message>
        <source>{n} digits</source>
        <translation>{n} 位数字</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Safe mode: the usual settings, on the processor alone. Close and start again to leave it.</source>
        <translation>安全模式：默认设置，只用处理器。关闭后重新启动即可退出。</translation>
    </message>
    <message>
        <source>First camera found</source>
        <translation>第一个找到的摄像头</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Go to a garment first, with Tab or the pointer</source>
        <translation>请先用 Tab 键或指针移到一件服装上</translation>
    </message>
</context>
<context>
    <name>Privacy</name>
    <message>
        <source>Another mirror is open. Close it first; nothing was deleted.</source>
        <translation>另一面镜子正开着。请先关闭它；没有删除任何内容。</translation>
    </message>
    <message>
        <source>Other programs see you</source>
        <translation>其他程序能看到你</translation>
    </message>
    <message>
        <source>{recording}; other programs see you</source>
        <translation>{recording}；其他程序能看到你</translation>
    </message>
    <message>
        <source>Recording paused at {time}, the microphone is on</source>
        <translation>录制已暂停于 {time}，麦克风仍开启</translation>
    </message>
    <message>
        <source>Recording paused at {time}</source>
        <translation>录制已暂停于 {time}</translation>
    </message>
    <message>
        <source>Recording {time} with sound</source>
        <translation>正在录制 {time}，含声音</translation>
    </message>
    <message>
        <source>Recording {time}</source>
        <translation>正在录制 {time}</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>{title}: {amount}</source>
        <translation>{title}：{amount}</translation>
    </message>
    <message>
        <source>What is stored</source>
        <translation>存储了什么</translation>
    </message>
    <message>
        <source>All of this lies on this computer alone. Nothing of it is sent anywhere.</source>
        <translation>所有这些都只存放在这台电脑上，绝不会发送到任何地方。</translation>
    </message>
    <message>
        <source>Keep garments and looks</source>
        <translation>保留服装和搭配</translation>
    </message>
    <message>
        <source>Delete pictures and videos too</source>
        <translation>同时删除照片和视频</translation>
    </message>
    <message>
        <source>Delete and close…</source>
        <translation>删除并关闭…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The mirror closes, and settings, logs and all that was made ready are deleted for good.</source>
        <translation>镜子将关闭，设置、日志和所有准备好的数据都会被永久删除。</translation>
    </message>
    <message>
        <source>Your garments are deleted too.</source>
        <translation>您的服装也会被删除。</translation>
    </message>
    <message>
        <source>Your pictures and videos are deleted too.</source>
        <translation>您的照片和视频也会被删除。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete nothing</source>
        <translation>什么都不删除</translation>
    </message>
</context>
<context>
    <name>PrivacyStep</name>
    <message>
        <source>Your pictures stay with you</source>
        <translation>您的画面只属于您</translation>
    </message>
    <message>
        <source>Nothing the camera sees leaves this computer, and nothing of it is kept unless you take a picture, record, or make a garment of a photo.</source>
        <translation>摄像头看到的一切都不会离开这台电脑；除非您拍照、录制或用照片制作服装，否则不会保存任何内容。</translation>
    </message>
    <message>
        <source>Pictures: {folder}</source>
        <translation>照片：{folder}</translation>
    </message>
    <message>
        <source>Videos: {folder}</source>
        <translation>视频：{folder}</translation>
    </message>
    <message>
        <source>Your garments: {folder}</source>
        <translation>您的服装：{folder}</translation>
    </message>
    <message>
        <source>Your settings: {folder}</source>
        <translation>您的设置：{folder}</translation>
    </message>
    <message>
        <source>The only thing ever fetched from the internet is the program&apos;s own networks, once, at the first start.</source>
        <translation>唯一会从互联网获取的是程序自己的模型，仅在首次启动时获取一次。</translation>
    </message>
</context>
<context>
    <name>ProblemPage</name>
    <message>
        <source>Trying…</source>
        <translation>正在尝试…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Choose another camera</source>
        <translation>选择其他摄像头</translation>
    </message>
    <message>
        <source>Watch the demo meanwhile</source>
        <translation>先看演示</translation>
    </message>
    <message>
        <source>Open a photo or video</source>
        <translation>打开照片或视频</translation>
    </message>
    <message>
        <source>Draw faster</source>
        <translation>加快绘制</translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation>降低分辨率</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>What can I do?</source>
        <translation>该怎么办？</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>解决办法</translation>
    </message>
    <message>
        <source>{number}. {step}</source>
        <translation>{number}. {step}</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>No camera found</source>
        <extracomment>Problems that end without anybody pressing anything; looked for while the demo plays.</extracomment>
        <translation>未找到摄像头</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>驱动器</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>替身</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷方式</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>RecentStrip</name>
    <message>
        <source>Worn last</source>
        <translation>最近穿过</translation>
    </message>
</context>
<context>
    <name>RecordButton</name>
    <message>
        <source>Stop recording</source>
        <translation>停止录制</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
</context>
<context>
    <name>Recordings</name>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>Saved {name} and the camera&apos;s own picture beside it</source>
        <translation>已保存 {name}，并在旁边保存了摄像头原始画面</translation>
    </message>
</context>
<context>
    <name>SavedLooks</name>
    <message>
        <source>Put a garment on first</source>
        <translation>请先穿上一件服装</translation>
    </message>
    <message>
        <source>Save this look</source>
        <translation>保存这套搭配</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Removed {name}.</source>
        <translation>已移除 {name}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Name of the look</source>
        <translation>搭配名称</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Usual values</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Give everything in this section its usual value again</source>
        <translation>将本分类中的所有设置恢复为默认值</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Have everything as it was before</source>
        <translation>把所有设置恢复为之前的值</translation>
    </message>
    <message>
        <source>What is stored…</source>
        <translation>存储了什么…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShelfHeader</name>
    <message>
        <source>Add a photo…</source>
        <translation>添加照片…</translation>
    </message>
    <message>
        <source>Make a garment of a photo ({key}); or drop or paste one</source>
        <translation>用照片制作服装（{key}），也可拖放或粘贴照片</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search garments by name, kind or colour</source>
        <translation>按名称、种类或颜色搜索服装</translation>
    </message>
    <message>
        <source>Search ({key})</source>
        <translation>搜索（{key}）</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Kind of garment</source>
        <translation>服装种类</translation>
    </message>
    <message>
        <source>Only favourites</source>
        <translation>仅显示收藏</translation>
    </message>
    <message>
        <source>Save what you wear as a look ({key})</source>
        <translation>将当前穿着保存为搭配（{key}）</translation>
    </message>
    <message>
        <source>Save what you wear as a look</source>
        <translation>将当前穿着保存为搭配</translation>
    </message>
</context>
<context>
    <name>SizeChart</name>
    <message>
        <source>Unit of the sizes</source>
        <translation>尺码单位</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>尺码表</translation>
    </message>
    <message>
        <source>Add size</source>
        <translation>添加尺码</translation>
    </message>
    <message>
        <source>Remove size</source>
        <translation>移除尺码</translation>
    </message>
    <message>
        <source>A length from 0 to {most}</source>
        <translation>0 到 {most} 之间的长度</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺码</translation>
    </message>
    <message>
        <source>Name of the size</source>
        <translation>尺码名称</translation>
    </message>
</context>
<context>
    <name>SpeedStep</name>
    <message>
        <source>How fast is this computer?</source>
        <translation>这台电脑有多快？</translation>
    </message>
    <message>
        <source>Nobody was in the picture, so nothing could be measured. The mirror adapts by itself while you use it.</source>
        <translation>画面中没有人，无法测量。使用时镜子会自动适应。</translation>
    </message>
    <message>
        <source>{fps} pictures a second. This computer has to work hard, so the mirror draws a little less finely and faster.</source>
        <translation>每秒 {fps} 幅画面。这台电脑比较吃力，因此镜子会略微降低画质以加快速度。</translation>
    </message>
    <message>
        <source>{fps} pictures a second: that stutters, and drawing faster does not help. Close other programs that work hard, then measure again.</source>
        <translation>每秒 {fps} 幅画面：会卡顿，加快绘制也没有帮助。请关闭占用较多资源的其他程序，然后重新测量。</translation>
    </message>
    <message>
        <source>{fps} pictures a second, smooth even in large pictures, {width} wide: the camera is asked for those.</source>
        <translation>每秒 {fps} 幅画面，大画面也很流畅（宽 {width}）：将让摄像头提供大画面。</translation>
    </message>
    <message>
        <source>{fps} pictures a second: smooth. The camera&apos;s usual size is right.</source>
        <translation>每秒 {fps} 幅画面：流畅。摄像头的默认尺寸正合适。</translation>
    </message>
    <message>
        <source>{fps} pictures a second: fair. Where it would stutter, the mirror draws a little less finely by itself.</source>
        <translation>每秒 {fps} 幅画面：尚可。将要卡顿时，镜子会自动略微降低画质。</translation>
    </message>
    <message>
        <source>Stay in the picture for a few seconds and move a little. The mirror measures how many pictures it can dress, and chooses size and quality to suit.</source>
        <translation>请在画面中停留几秒并稍微活动。镜子会测量每秒能处理多少幅画面，并选择合适的尺寸和画质。</translation>
    </message>
    <message>
        <source>Measuring the speed</source>
        <translation>正在测量速度</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
</context>
<context>
    <name>StagePlot</name>
    <message>
        <source>Times of the stages over the last minute</source>
        <translation>最近一分钟各阶段的耗时</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>30 s ago</source>
        <translation>30 秒前</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>How garments are worn</source>
        <translation>穿着方式</translation>
    </message>
    <message>
        <source>Mirror the view</source>
        <translation>镜像显示</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>性能数据</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>继续录制</translation>
    </message>
    <message>
        <source>Pause recording</source>
        <translation>暂停录制</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>画面来源</translation>
    </message>
    <message>
        <source>Source: {name}</source>
        <translation>画面来源：{name}</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>未找到摄像头</translation>
    </message>
    <message>
        <source>Open video or picture…</source>
        <translation>打开视频或图片…</translation>
    </message>
    <message>
        <source>Stream address…</source>
        <translation>视频流地址…</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
</context>
<context>
    <name>UnfinishedNotice</name>
    <message>
        <source>The recording {name} was not finished. It can be repaired.</source>
        <translation>录制 {name} 没有完成，可以修复。</translation>
    </message>
    <message>
        <source>{count} recordings were not finished. They can be repaired.</source>
        <translation>有 {count} 段录制没有完成，可以修复。</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
</context>
<context>
    <name>VariantDialog</name>
    <message>
        <source>Colours of {name}</source>
        <translation>{name} 的颜色</translation>
    </message>
    <message>
        <source>Name of the variant</source>
        <translation>变体名称</translation>
    </message>
    <message>
        <source>Save as variant</source>
        <translation>另存为变体</translation>
    </message>
    <message>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>浓度</translation>
    </message>
    <message>
        <source>Lightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The cloth changes; folds and print stay.</source>
        <translation>布料颜色会改变，褶皱和印花保持不变。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>原来的颜色</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Colour of the cloth</source>
        <translation>布料颜色</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Sand</source>
        <translation>沙色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Navy</source>
        <translation>藏青色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉色</translation>
    </message>
    <message>
        <source>Brown</source>
        <translation>棕色</translation>
    </message>
</context>
<context>
    <name>VirtualCameras</name>
    <message>
        <source>Virtual camera</source>
        <translation>虚拟摄像头</translation>
    </message>
    <message>
        <source>There is no virtual camera in safe mode</source>
        <translation>安全模式下没有虚拟摄像头</translation>
    </message>
    <message>
        <source>The virtual camera is off</source>
        <translation>虚拟摄像头已关闭</translation>
    </message>
    <message>
        <source>Other programs see you as the camera {name}</source>
        <translation>其他程序可通过摄像头 {name} 看到您</translation>
    </message>
</context>
<context>
    <name>Wardrobe</name>
    <message>
        <source>Nothing was worn before this</source>
        <translation>之前没有穿过其他服装</translation>
    </message>
    <message>
        <source>There is nothing to wear again</source>
        <translation>没有可以重新穿上的服装</translation>
    </message>
    <message>
        <source>Own clothes</source>
        <translation>自己的衣服</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Set up again</source>
        <translation>重新设置</translation>
    </message>
    <message>
        <source>F1 shows all keys.</source>
        <translation>按 F1 查看所有快捷键。</translation>
    </message>
</context>
<context>
    <name>WelcomePanel</name>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Skip the welcome</source>
        <translation>跳过欢迎页</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>categories</name>
    <message>
        <source>T-shirt</source>
        <translation>T 恤</translation>
    </message>
    <message>
        <source>Long sleeve</source>
        <translation>长袖衫</translation>
    </message>
    <message>
        <source>Shirt or blouse</source>
        <translation>衬衫</translation>
    </message>
    <message>
        <source>Polo shirt</source>
        <translation>Polo 衫</translation>
    </message>
    <message>
        <source>Top or tank</source>
        <translation>背心、吊带</translation>
    </message>
    <message>
        <source>Hoodie or sweatshirt</source>
        <translation>连帽衫、卫衣</translation>
    </message>
    <message>
        <source>Blazer</source>
        <translation>西装外套</translation>
    </message>
    <message>
        <source>Jacket or coat</source>
        <translation>夹克、大衣</translation>
    </message>
    <message>
        <source>Dress</source>
        <translation>连衣裙</translation>
    </message>
    <message>
        <source>Skirt</source>
        <translation>半身裙</translation>
    </message>
    <message>
        <source>Trousers</source>
        <translation>长裤</translation>
    </message>
    <message>
        <source>Shorts</source>
        <translation>短裤</translation>
    </message>
    <message>
        <source>Tops</source>
        <translation>上装</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>外套</translation>
    </message>
    <message>
        <source>Dresses</source>
        <translation>连衣裙</translation>
    </message>
    <message>
        <source>Bottoms</source>
        <translation>下装</translation>
    </message>
</context>
<context>
    <name>choices</name>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>流畅</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>精细</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>裁掉</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>editing</name>
    <message>
        <source>Right neck</source>
        <translation>右领口</translation>
    </message>
    <message>
        <source>Neck, front</source>
        <translation>领口前中</translation>
    </message>
    <message>
        <source>Left neck</source>
        <translation>左领口</translation>
    </message>
    <message>
        <source>Left shoulder</source>
        <translation>左肩</translation>
    </message>
    <message>
        <source>Left elbow</source>
        <translation>左肘</translation>
    </message>
    <message>
        <source>Left cuff, outer side</source>
        <translation>左袖口外侧</translation>
    </message>
    <message>
        <source>Left cuff, inner side</source>
        <translation>左袖口内侧</translation>
    </message>
    <message>
        <source>Left armpit</source>
        <translation>左腋下</translation>
    </message>
    <message>
        <source>Left waist</source>
        <translation>左腰</translation>
    </message>
    <message>
        <source>Left hem</source>
        <translation>左下摆</translation>
    </message>
    <message>
        <source>Hem, middle</source>
        <translation>下摆中点</translation>
    </message>
    <message>
        <source>Right hem</source>
        <translation>右下摆</translation>
    </message>
    <message>
        <source>Right waist</source>
        <translation>右腰</translation>
    </message>
    <message>
        <source>Right armpit</source>
        <translation>右腋下</translation>
    </message>
    <message>
        <source>Right cuff, inner side</source>
        <translation>右袖口内侧</translation>
    </message>
    <message>
        <source>Right cuff, outer side</source>
        <translation>右袖口外侧</translation>
    </message>
    <message>
        <source>Right elbow</source>
        <translation>右肘</translation>
    </message>
    <message>
        <source>Right shoulder</source>
        <translation>右肩</translation>
    </message>
    <message>
        <source>Left knee</source>
        <translation>左膝</translation>
    </message>
    <message>
        <source>Left leg hem, outer side</source>
        <translation>左裤脚外侧</translation>
    </message>
    <message>
        <source>Left leg hem, inner side</source>
        <translation>左裤脚内侧</translation>
    </message>
    <message>
        <source>Crotch</source>
        <translation>裆部</translation>
    </message>
    <message>
        <source>Right leg hem, inner side</source>
        <translation>右裤脚内侧</translation>
    </message>
    <message>
        <source>Right leg hem, outer side</source>
        <translation>右裤脚外侧</translation>
    </message>
    <message>
        <source>Right knee</source>
        <translation>右膝</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>涂抹</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填补孔洞</translation>
    </message>
    <message>
        <source>Change category</source>
        <translation>更改类别</translation>
    </message>
    <message>
        <source>Swap left and right</source>
        <translation>左右互换</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Change sizes</source>
        <translation>更改尺码</translation>
    </message>
    <message>
        <source>Set back photo</source>
        <translation>设置背面照片</translation>
    </message>
    <message>
        <source>Remove back photo</source>
        <translation>移除背面照片</translation>
    </message>
    <message>
        <source>Dismiss warnings</source>
        <translation>忽略提示</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Move {point}</source>
        <translation>移动{point}</translation>
    </message>
    <message>
        <source>Add {point}</source>
        <translation>添加{point}</translation>
    </message>
    <message>
        <source>Remove {point}</source>
        <translation>移除{point}</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>5 s ago</source>
        <translation>5 秒前</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>age</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>drops</source>
        <translation>丢帧</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>画质</translation>
    </message>
    <message>
        <source>runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>capture</source>
        <translation>采集</translation>
    </message>
    <message>
        <source>track</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>parse</source>
        <translation>解析</translation>
    </message>
    <message>
        <source>fit</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>warp</source>
        <translation>变形</translation>
    </message>
    <message>
        <source>blend</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>帧被替换</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>帧被跳过</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>帧未录制</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总计</translation>
    </message>
</context>
<context>
    <name>garment_menu</name>
    <message>
        <source>Put on</source>
        <translation>穿上</translation>
    </message>
    <message>
        <source>Compare with this</source>
        <translation>与此比较</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Colours…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>No favourite any more</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>garments</name>
    <message>
        <source>Black long sleeve</source>
        <translation>黑色长袖衫</translation>
    </message>
    <message>
        <source>Blue jeans</source>
        <translation>蓝色牛仔裤</translation>
    </message>
    <message>
        <source>Breton tee</source>
        <translation>海魂条纹 T 恤</translation>
    </message>
    <message>
        <source>Brick tee</source>
        <translation>砖红 T 恤</translation>
    </message>
    <message>
        <source>Checked shirt</source>
        <translation>格子衬衫</translation>
    </message>
    <message>
        <source>Cream blouse</source>
        <translation>米白女式衬衫</translation>
    </message>
    <message>
        <source>Denim jacket</source>
        <translation>牛仔夹克</translation>
    </message>
    <message>
        <source>Floral dress</source>
        <translation>碎花连衣裙</translation>
    </message>
    <message>
        <source>Grey hoodie</source>
        <translation>灰色连帽衫</translation>
    </message>
    <message>
        <source>Mustard tank top</source>
        <translation>芥末黄背心</translation>
    </message>
    <message>
        <source>Navy polo</source>
        <translation>藏青 Polo 衫</translation>
    </message>
    <message>
        <source>Olive shorts</source>
        <translation>橄榄绿短裤</translation>
    </message>
    <message>
        <source>Oxford shirt</source>
        <translation>牛津衬衫</translation>
    </message>
    <message>
        <source>Pine long sleeve</source>
        <translation>松绿长袖衫</translation>
    </message>
    <message>
        <source>Rust midi skirt</source>
        <translation>铁锈红中长裙</translation>
    </message>
    <message>
        <source>Sage v-neck tee</source>
        <translation>鼠尾草绿 V 领 T 恤</translation>
    </message>
    <message>
        <source>Sand chinos</source>
        <translation>沙色休闲裤</translation>
    </message>
    <message>
        <source>Sunset print tee</source>
        <translation>落日印花 T 恤</translation>
    </message>
    <message>
        <source>White tee</source>
        <translation>白色 T 恤</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Save a picture</source>
        <translation>拍照并保存</translation>
    </message>
    <message>
        <source>Start or stop recording</source>
        <translation>开始或停止录制</translation>
    </message>
    <message>
        <source>Pause the recording, or go on</source>
        <translation>暂停或继续录制</translation>
    </message>
    <message>
        <source>Gallery of what was saved</source>
        <translation>已保存内容的图库</translation>
    </message>
    <message>
        <source>Previous garment</source>
        <translation>上一件服装</translation>
    </message>
    <message>
        <source>Next garment</source>
        <translation>下一件服装</translation>
    </message>
    <message>
        <source>Try on the garment in focus while held</source>
        <translation>按住时试穿焦点所在的服装</translation>
    </message>
    <message>
        <source>Wear what you wore before</source>
        <translation>穿回之前穿的</translation>
    </message>
    <message>
        <source>And again what came after it</source>
        <translation>再次穿上之后穿的</translation>
    </message>
    <message>
        <source>Save what you wear as a look</source>
        <translation>将当前穿着保存为搭配</translation>
    </message>
    <message>
        <source>Make a garment of a photo</source>
        <translation>用照片制作服装</translation>
    </message>
    <message>
        <source>Make a garment of a copied picture</source>
        <translation>用复制的图片制作服装</translation>
    </message>
    <message>
        <source>Search the garments</source>
        <translation>搜索服装</translation>
    </message>
    <message>
        <source>Light, size, tuck and sway</source>
        <translation>光线、尺码、塞衣角和摆动</translation>
    </message>
    <message>
        <source>Tuck tops in, or not</source>
        <translation>切换上衣塞入下装</translation>
    </message>
    <message>
        <source>Before: the camera&apos;s own picture while held</source>
        <translation>按住查看穿前：摄像头原始画面</translation>
    </message>
    <message>
        <source>Compare with what you wore before, or end that</source>
        <translation>与刚才穿的比较，或结束比较</translation>
    </message>
    <message>
        <source>Four looks; 1 to 4 choose one</source>
        <translation>四种搭配；按 1 到 4 选择</translation>
    </message>
    <message>
        <source>Hand control, or none</source>
        <translation>开启或关闭手势控制</translation>
    </message>
    <message>
        <source>Fit by hand: drag, size and turn what you wear</source>
        <translation>手动调整：拖动、缩放、旋转所穿的服装</translation>
    </message>
    <message>
        <source>Mirror the view, or not</source>
        <translation>切换镜像显示</translation>
    </message>
    <message>
        <source>Show or hide the figures</source>
        <translation>显示或隐藏性能数据</translation>
    </message>
    <message>
        <source>How fast every part is</source>
        <translation>各部分的速度</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Close what is open, leave full screen</source>
        <translation>关闭已打开的内容，退出全屏</translation>
    </message>
    <message>
        <source>Press the button in focus (Tab moves it)</source>
        <translation>按下当前按钮（按 Tab 切换）</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Set up again: camera, speed, privacy</source>
        <translation>重新设置：摄像头、速度、隐私</translation>
    </message>
    <message>
        <source>This help</source>
        <translation>显示此帮助</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Move points</source>
        <translation>移动定位点</translation>
    </message>
    <message>
        <source>Paint what belongs to the garment</source>
        <translation>涂抹属于服装的部分</translation>
    </message>
    <message>
        <source>Erase what does not</source>
        <translation>擦除不属于服装的部分</translation>
    </message>
    <message>
        <source>Change between the two</source>
        <translation>在两者之间切换</translation>
    </message>
    <message>
        <source>Smaller or larger brush</source>
        <translation>缩小或放大画笔</translation>
    </message>
    <message>
        <source>Move the selected point, with Shift further</source>
        <translation>移动选中的点，按住 Shift 移动更远</translation>
    </message>
    <message>
        <source>Remove the selected point</source>
        <translation>移除选中的点</translation>
    </message>
    <message>
        <source>Show the cut in another way</source>
        <translation>切换抠图显示方式</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Move the photo</source>
        <translation>移动照片</translation>
    </message>
    <message>
        <source>Whole photo, its own pixels</source>
        <translation>整张照片、原始像素</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Leave without saving</source>
        <translation>不保存并退出</translation>
    </message>
    <message>
        <source>[  ]  Wheel</source>
        <translation>[  ]  滚轮</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Ctrl+Wheel</source>
        <translation>Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Space + drag</source>
        <translation>空格 + 拖动</translation>
    </message>
</context>
<context>
    <name>measures</name>
    <message>
        <source>Chest</source>
        <translation>胸宽</translation>
    </message>
    <message>
        <source>Shoulder</source>
        <translation>肩宽</translation>
    </message>
    <message>
        <source>Sleeve</source>
        <translation>袖长</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>衣长</translation>
    </message>
    <message>
        <source>Waist</source>
        <translation>腰宽</translation>
    </message>
    <message>
        <source>Hip</source>
        <translation>臀宽</translation>
    </message>
    <message>
        <source>Inseam</source>
        <translation>内长</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>A garment cannot be called {name}.</source>
        <translation>服装不能命名为“{name}”。</translation>
    </message>
    <message>
        <source>A garment cannot be worn because of a defect in the program.</source>
        <translation>由于程序缺陷，有一件服装无法穿上。</translation>
    </message>
    <message>
        <source>A kiosk keeps no pictures here: {root} cannot be written ({reason}).</source>
        <translation>自助模式无法在此保存图片：{root} 无法写入（{reason}）。</translation>
    </message>
    <message>
        <source>A mirror is open.</source>
        <translation>还有一个镜子窗口开着。</translation>
    </message>
    <message>
        <source>A recording is being made.</source>
        <translation>正在录制视频。</translation>
    </message>
    <message>
        <source>A test pattern of {size_px}x{size_px_2} at {fps} frames a second cannot be made.</source>
        <translation>无法生成每秒 {fps} 帧、{size_px}x{size_px_2} 的测试画面。</translation>
    </message>
    <message>
        <source>A video cannot be written as {name}: the name must end in .mp4 or .mkv.</source>
        <translation>视频不能写为 {name}：文件名必须以 .mp4 或 .mkv 结尾。</translation>
    </message>
    <message>
        <source>Add --yes to delete without being asked.</source>
        <translation>加上 --yes 可直接删除，不再询问。</translation>
    </message>
    <message>
        <source>Add the user to the group &apos;video&apos; and log in again.</source>
        <translation>请将该用户加入“video”组，然后重新登录。</translation>
    </message>
    <message>
        <source>Another program sends its picture to the virtual camera.</source>
        <translation>另一个程序正在向虚拟摄像头发送画面。</translation>
    </message>
    <message>
        <source>Another tryon-ar has been changing the garment library for too long.</source>
        <translation>另一个 tryon-ar 修改服装库的时间过长。</translation>
    </message>
    <message>
        <source>Another tryon-ar has been fetching the pose tracker&apos;s networks for too long.</source>
        <translation>另一个 tryon-ar 获取姿态跟踪模型的时间过长。</translation>
    </message>
    <message>
        <source>Ask for it again, exported by tryon-ar; nothing of it was kept.</source>
        <translation>请让对方用 tryon-ar 重新导出；没有保留其中任何内容。</translation>
    </message>
    <message>
        <source>Check its plug or connection.</source>
        <translation>请检查插头或连接。</translation>
    </message>
    <message>
        <source>Check its plug, or unplug it and plug it in again.</source>
        <translation>检查它的插头，或把它拔下再插上。</translation>
    </message>
    <message>
        <source>Check pip&apos;s index settings, then run `tryon-ar models fetch`.</source>
        <translation>请检查 pip 的索引设置，然后运行 `tryon-ar models fetch`。</translation>
    </message>
    <message>
        <source>Check that you may read it.</source>
        <translation>请检查您是否有读取权限。</translation>
    </message>
    <message>
        <source>Check the address, and that the camera&apos;s program is running.</source>
        <translation>请检查地址，并确认摄像头程序正在运行。</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>请检查地址。</translation>
    </message>
    <message>
        <source>Check the connection and the camera&apos;s program.</source>
        <translation>请检查连接和摄像头程序。</translation>
    </message>
    <message>
        <source>Check the disk or the connection that it is on.</source>
        <translation>请检查它所在的磁盘或连接。</translation>
    </message>
    <message>
        <source>Check the package registry pip is set to, then run `tryon-ar models fetch`.</source>
        <translation>请检查 pip 所用的软件包源，然后运行 `tryon-ar models fetch`。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>Check the plug or the connection.</source>
        <translation>请检查插头或连接。</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>Choose PNG or a smaller picture.</source>
        <translation>请选择 PNG 或较小的图片。</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to and that has room.</source>
        <translation>请选择有写入权限且有空间的文件夹。</translation>
    </message>
    <message>
        <source>Choose another disk or a smaller picture.</source>
        <translation>请换一个磁盘或改用较小的画面。</translation>
    </message>
    <message>
        <source>Choose another disk.</source>
        <translation>请选择其他磁盘。</translation>
    </message>
    <message>
        <source>Choose another place by the environment variable TRYON_AR_DATA.</source>
        <translation>请用环境变量 TRYON_AR_DATA 另选位置。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>Choose auto, {names}.</source>
        <translation>请选择 auto、{names}。</translation>
    </message>
    <message>
        <source>Choose from {people}.</source>
        <translation>可选：{people}。</translation>
    </message>
    <message>
        <source>Choose from: {names}.</source>
        <translation>可选：{names}。</translation>
    </message>
    <message>
        <source>Choose one of these endings.</source>
        <translation>请使用其中一种扩展名。</translation>
    </message>
    <message>
        <source>Choose one of: {categories}.</source>
        <translation>可选：{categories}。</translation>
    </message>
    <message>
        <source>Choose one of: {known}.</source>
        <translation>可选：{known}。</translation>
    </message>
    <message>
        <source>Choose others, or fewer at a time.</source>
        <translation>请另选服装，或减少一次的数量。</translation>
    </message>
    <message>
        <source>Cleaning its edge</source>
        <translation>正在修整边缘</translation>
    </message>
    <message>
        <source>Close it first; nothing was deleted.</source>
        <translation>请先关闭它；未删除任何内容。</translation>
    </message>
    <message>
        <source>Close it, then try again.</source>
        <translation>请关闭它，然后重试。</translation>
    </message>
    <message>
        <source>Close other programs that use the camera, and allow camera access in the system&apos;s privacy settings.</source>
        <translation>请关闭其他使用摄像头的程序，并在系统隐私设置中允许访问摄像头。</translation>
    </message>
    <message>
        <source>Close that program and try again.</source>
        <translation>请关闭那个程序，然后重试。</translation>
    </message>
    <message>
        <source>Close {holder} and try again.</source>
        <translation>请关闭{holder}，然后重试。</translation>
    </message>
    <message>
        <source>Clothes and skin cannot be told apart: garments go by the pose alone.</source>
        <translation>无法区分衣服和皮肤：服装仅按姿态穿上。</translation>
    </message>
    <message>
        <source>Come closer: you are too small to dress</source>
        <translation>请靠近一些：人像太小，无法穿上服装</translation>
    </message>
    <message>
        <source>Connect it again and start another recording.</source>
        <translation>请重新连接，然后重新开始录制。</translation>
    </message>
    <message>
        <source>Connect one, allow this program to use it in the system&apos;s settings, and close others that use it.</source>
        <translation>请连接麦克风，在系统设置中允许本程序使用它，并关闭其他正在使用它的程序。</translation>
    </message>
    <message>
        <source>Connect one.</source>
        <translation>请连接麦克风。</translation>
    </message>
    <message>
        <source>Convert it to MP4 first.</source>
        <translation>请先将其转换为 MP4。</translation>
    </message>
    <message>
        <source>Cutting it out</source>
        <translation>正在抠图</translation>
    </message>
    <message>
        <source>Delete that folder by hand.</source>
        <translation>请手动删除该文件夹。</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Details are in the log.</source>
        <translation>详情请查看日志。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>End that, in OBS Studio for instance, then switch it on again.</source>
        <translation>请先结束它（例如在 OBS Studio 中），然后再次打开。</translation>
    </message>
    <message>
        <source>Faces cannot be looked for: whole pictures are hidden in what is saved.</source>
        <translation>无法查找人脸：保存的内容中整个画面都会被遮盖。</translation>
    </message>
    <message>
        <source>Free 100 MB, then run `tryon-ar models fetch`.</source>
        <translation>请腾出 100 MB 空间，然后运行 `tryon-ar models fetch`。</translation>
    </message>
    <message>
        <source>Free some space or choose another disk.</source>
        <translation>请腾出一些空间，或选择其他磁盘。</translation>
    </message>
    <message>
        <source>Free some space or choose another place.</source>
        <translation>请腾出一些空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>Free some space: 200 MB are always kept free.</source>
        <translation>请腾出一些空间：始终保留 200 MB 空闲。</translation>
    </message>
    <message>
        <source>Free some space; it is ended and saved before the disk is full.</source>
        <translation>请腾出一些空间；磁盘写满之前，录像会结束并保存。</translation>
    </message>
    <message>
        <source>Getting the mirror ready: the first start on a computer takes longest…</source>
        <translation>正在准备镜子：在一台电脑上首次启动最耗时…</translation>
    </message>
    <message>
        <source>Getting the mirror ready…</source>
        <translation>正在准备镜子…</translation>
    </message>
    <message>
        <source>Give it a name of 1 to {max_name_length} letters on one line.</source>
        <translation>请取一个 1 到 {max_name_length} 个字符的单行名称。</translation>
    </message>
    <message>
        <source>Hands before garments are not seen any more.</source>
        <translation>不再识别挡在服装前的手。</translation>
    </message>
    <message>
        <source>Import its photo again, or fix the file.</source>
        <translation>请重新导入照片，或修复该文件。</translation>
    </message>
    <message>
        <source>Install OBS Studio, and start and stop its virtual camera once.</source>
        <translation>请安装 OBS Studio，并启动再停止一次它的虚拟摄像头。</translation>
    </message>
    <message>
        <source>Install PyAV&apos;s own wheel, which brings libx264.</source>
        <translation>请安装自带 libx264 的 PyAV 官方 wheel。</translation>
    </message>
    <message>
        <source>Install a current graphics driver and tryon-ar[cuda], or use --provider auto.</source>
        <translation>请安装最新的显卡驱动和 tryon-ar[cuda]，或使用 --provider auto。</translation>
    </message>
    <message>
        <source>Install a current graphics driver and tryon-ar[cuda].</source>
        <translation>请安装最新的显卡驱动和 tryon-ar[cuda]。</translation>
    </message>
    <message>
        <source>Install it (on Debian and Ubuntu the package libportaudio2) and start again.</source>
        <translation>请安装它（在 Debian 和 Ubuntu 上是软件包 libportaudio2），然后重新启动。</translation>
    </message>
    <message>
        <source>Install pip (or uv), then run `tryon-ar models fetch`.</source>
        <translation>请安装 pip（或 uv），然后运行 `tryon-ar models fetch`。</translation>
    </message>
    <message>
        <source>Install the package of your system that has it.</source>
        <translation>请安装系统中包含它的软件包。</translation>
    </message>
    <message>
        <source>Install tryon-ar again.</source>
        <translation>请重新安装 tryon-ar。</translation>
    </message>
    <message>
        <source>Install tryon-ar with its extra: tryon-ar[virtualcam].</source>
        <translation>请连同附加组件一起安装 tryon-ar：tryon-ar[virtualcam]。</translation>
    </message>
    <message>
        <source>Install v4l2loopback and load it by `sudo modprobe v4l2loopback exclusive_caps=1 card_label=Mirror`.</source>
        <translation>请安装 v4l2loopback，并用 `sudo modprobe v4l2loopback exclusive_caps=1 card_label=Mirror` 加载。</translation>
    </message>
    <message>
        <source>It is in {parent}.</source>
        <translation>它位于 {parent}。</translation>
    </message>
    <message>
        <source>It may be {phrases} rather than {phrases_2}: check the category.</source>
        <translation>这可能是{phrases}，而不是{phrases_2}：请检查类别。</translation>
    </message>
    <message>
        <source>It may be {range_text}.</source>
        <translation>可以是：{range_text}。</translation>
    </message>
    <message>
        <source>It was not used.</source>
        <translation>没有使用它。</translation>
    </message>
    <message>
        <source>Its colour profile cannot be used and was ignored: colours may be off.</source>
        <translation>其颜色配置文件无法使用，已忽略：颜色可能有偏差。</translation>
    </message>
    <message>
        <source>Load its driver again, then switch it on.</source>
        <translation>请重新加载其驱动程序，然后再打开。</translation>
    </message>
    <message>
        <source>Looking for the garment</source>
        <translation>正在寻找服装</translation>
    </message>
    <message>
        <source>Looking for the same photo</source>
        <translation>正在查找相同的照片</translation>
    </message>
    <message>
        <source>Make that folder writable, or name another with the environment variable TRYON_AR_DATA.</source>
        <translation>请让该文件夹可写，或用环境变量 TRYON_AR_DATA 指定其他文件夹。</translation>
    </message>
    <message>
        <source>Make the folder writable, or name another with the environment variable TRYON_AR_CONFIG.</source>
        <translation>请让该文件夹可写，或用环境变量 TRYON_AR_CONFIG 指定其他文件夹。</translation>
    </message>
    <message>
        <source>Name a garment folder, or one of `tryon-ar garment list`.</source>
        <translation>请指定服装文件夹，或 `tryon-ar garment list` 中的一件。</translation>
    </message>
    <message>
        <source>No camera was found.</source>
        <translation>未找到摄像头。</translation>
    </message>
    <message>
        <source>No garment was found in {name}.</source>
        <translation>在 {name} 中未找到服装。</translation>
    </message>
    <message>
        <source>No garment was found in {shown}.</source>
        <translation>在 {shown} 中未找到服装。</translation>
    </message>
    <message>
        <source>No picture came for {seconds} seconds; the recording leaves them out and goes on.</source>
        <translation>有 {seconds} 秒没有画面；录像略去这段时间并继续。</translation>
    </message>
    <message>
        <source>No picture of the video {name} can be decoded: it is damaged or incomplete.</source>
        <translation>无法解码视频 {name} 的任何画面：文件已损坏或不完整。</translation>
    </message>
    <message>
        <source>No provider is left to take over.</source>
        <translation>没有其他计算方式可以接替。</translation>
    </message>
    <message>
        <source>No video encoder works here for {size_px}x{size_px_2} pixels (tried {names}).</source>
        <translation>没有可用于 {size_px}x{size_px_2} 像素的视频编码器（已尝试 {names}）。</translation>
    </message>
    <message>
        <source>No virtual camera takes the picture.</source>
        <translation>没有可接收画面的虚拟摄像头。</translation>
    </message>
    <message>
        <source>Nobody can be asked here.</source>
        <translation>这里无法询问任何人。</translation>
    </message>
    <message>
        <source>Nobody in the picture</source>
        <translation>画面中没有人</translation>
    </message>
    <message>
        <source>None of the {paths} pictures in {path} can be decoded.</source>
        <translation>{path} 中的 {paths} 张图片都无法解码。</translation>
    </message>
    <message>
        <source>Not found and guessed: {names}.</source>
        <translation>未找到、仅为推测的定位点：{names}。</translation>
    </message>
    <message>
        <source>Not sure that this is a person</source>
        <translation>无法确定这是不是人</translation>
    </message>
    <message>
        <source>Nothing of the garment is left.</source>
        <translation>服装已全部被擦除。</translation>
    </message>
    <message>
        <source>Nothing of this leaves the machine; PRIVACY.md says what is done for that.</source>
        <translation>这些内容都不会离开本机；PRIVACY.md 说明了为此所做的一切。</translation>
    </message>
    <message>
        <source>Only garments that you added can be.</source>
        <translation>只有您自己添加的服装才可以。</translation>
    </message>
    <message>
        <source>Open it before reading.</source>
        <translation>请先打开再读取。</translation>
    </message>
    <message>
        <source>Open it in a picture program and save a copy, smaller if it is large.</source>
        <translation>请用图片软件打开并另存一份；如果太大，请缩小。</translation>
    </message>
    <message>
        <source>Open it in a picture program and save a copy.</source>
        <translation>请用图片软件打开并另存一份。</translation>
    </message>
    <message>
        <source>Open its cover or switch it on.</source>
        <translation>请打开镜头盖，或打开它的电源。</translation>
    </message>
    <message>
        <source>Opening the photo</source>
        <translation>正在打开照片</translation>
    </message>
    <message>
        <source>Opening {spec}…</source>
        <translation>正在打开 {spec}…</translation>
    </message>
    <message>
        <source>Paint it back, or undo.</source>
        <translation>请重新涂回，或撤销。</translation>
    </message>
    <message>
        <source>Plug it in again.</source>
        <translation>请重新插上。</translation>
    </message>
    <message>
        <source>Plug it in, or choose another source.</source>
        <translation>请插上它，或选择其他画面来源。</translation>
    </message>
    <message>
        <source>Plug one in, or choose another source.</source>
        <translation>请插上摄像头，或选择其他画面来源。</translation>
    </message>
    <message>
        <source>Plug one in.</source>
        <translation>请插上一个摄像头。</translation>
    </message>
    <message>
        <source>Put JPEG, PNG or WebP files into it.</source>
        <translation>请放入 JPEG、PNG 或 WebP 文件。</translation>
    </message>
    <message>
        <source>Qt has no platform called {names}.</source>
        <translation>Qt 没有名为 {names} 的平台。</translation>
    </message>
    <message>
        <source>Raise the limit: `ulimit -v unlimited`.</source>
        <translation>请提高限制：`ulimit -v unlimited`。</translation>
    </message>
    <message>
        <source>Rename it with lower case letters, digits, &apos;-&apos; and &apos;_&apos;.</source>
        <translation>请用小写字母、数字、“-”和“_”重新命名。</translation>
    </message>
    <message>
        <source>Rename it.</source>
        <translation>请重新命名。</translation>
    </message>
    <message>
        <source>Restart tryon-ar to use it again.</source>
        <translation>重新启动 tryon-ar 后可再次使用。</translation>
    </message>
    <message>
        <source>Restart tryon-ar.</source>
        <translation>请重新启动 tryon-ar。</translation>
    </message>
    <message>
        <source>Restart tryon-ar; the log says more.</source>
        <translation>请重新启动 tryon-ar；详情请查看日志。</translation>
    </message>
    <message>
        <source>Run `tryon-ar doctor` to see what is missing.</source>
        <translation>请运行 `tryon-ar doctor` 查看缺少什么。</translation>
    </message>
    <message>
        <source>Run `tryon-ar models fetch` once while connected; it works offline afterwards.</source>
        <translation>请在联网时运行一次 `tryon-ar models fetch`；之后即可离线使用。</translation>
    </message>
    <message>
        <source>Run `tryon-ar models fetch`.</source>
        <translation>请运行 `tryon-ar models fetch`。</translation>
    </message>
    <message>
        <source>Save a smaller copy.</source>
        <translation>请保存一份较小的副本。</translation>
    </message>
    <message>
        <source>Save it as a baseline JPEG or as PNG, or scale it down.</source>
        <translation>请另存为基线 JPEG 或 PNG，或将其缩小。</translation>
    </message>
    <message>
        <source>Save or copy it again.</source>
        <translation>请重新保存或复制。</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Scale it down first, or save it as JPEG or PNG.</source>
        <translation>请先缩小，或另存为 JPEG 或 PNG。</translation>
    </message>
    <message>
        <source>Scale it down first, or save it as a baseline JPEG or PNG.</source>
        <translation>请先缩小，或另存为基线 JPEG 或 PNG。</translation>
    </message>
    <message>
        <source>Scale it down first.</source>
        <translation>请先缩小图片。</translation>
    </message>
    <message>
        <source>Scale the video down first.</source>
        <translation>请先缩小视频。</translation>
    </message>
    <message>
        <source>Some landmarks are uncertain: check where they lie.</source>
        <translation>部分定位点不确定：请检查它们的位置。</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>出了点问题。</translation>
    </message>
    <message>
        <source>Something went wrong; details are in the log.</source>
        <translation>出了点问题；详情请查看日志。</translation>
    </message>
    <message>
        <source>Sound cannot be recorded: no microphone could be opened ({error}).</source>
        <translation>无法录制声音：没有可用的麦克风（{error}）。</translation>
    </message>
    <message>
        <source>Sound cannot be recorded: no microphone was found.</source>
        <translation>无法录制声音：未找到麦克风。</translation>
    </message>
    <message>
        <source>Sound cannot be recorded: the PortAudio library is not installed.</source>
        <translation>无法录制声音：未安装 PortAudio 库。</translation>
    </message>
    <message>
        <source>Sound cannot be recorded: the microphone does not answer.</source>
        <translation>无法录制声音：麦克风没有响应。</translation>
    </message>
    <message>
        <source>Start another one.</source>
        <translation>请重新开始录制。</translation>
    </message>
    <message>
        <source>Start another recording.</source>
        <translation>请重新开始录制。</translation>
    </message>
    <message>
        <source>Start its program again.</source>
        <translation>请重新启动它的程序。</translation>
    </message>
    <message>
        <source>Step back so that your shoulders and chest are visible</source>
        <translation>请后退，让肩膀和胸部进入画面</translation>
    </message>
    <message>
        <source>Telling sleeves from body</source>
        <translation>正在区分袖子与衣身</translation>
    </message>
    <message>
        <source>Test pattern</source>
        <translation>测试图案</translation>
    </message>
    <message>
        <source>The camera is not there.</source>
        <translation>找不到摄像头。</translation>
    </message>
    <message>
        <source>The connection to {name} broke: {error}.</source>
        <translation>与 {name} 的连接已断开：{error}。</translation>
    </message>
    <message>
        <source>The damaged file is kept as {aside}.</source>
        <translation>损坏的文件已保留为 {aside}。</translation>
    </message>
    <message>
        <source>The demo cannot be shown at {size_px}x{size_px_2}, {fps} frames a second.</source>
        <translation>演示无法以 {size_px}x{size_px_2}、每秒 {fps} 帧显示。</translation>
    </message>
    <message>
        <source>The demo is playing instead.</source>
        <translation>现在播放演示画面。</translation>
    </message>
    <message>
        <source>The demo&apos;s picture {path} is missing.</source>
        <translation>缺少演示图片 {path}。</translation>
    </message>
    <message>
        <source>The demo&apos;s pictures are missing: the package openpeople is not installed.</source>
        <translation>缺少演示图片：未安装 openpeople 软件包。</translation>
    </message>
    <message>
        <source>The disk is nearly full: the recording can go on for about {left} seconds.</source>
        <translation>磁盘快满了：录像还能继续约 {left} 秒。</translation>
    </message>
    <message>
        <source>The disk is too slow: pictures are missing from the recording.</source>
        <translation>磁盘太慢：录像缺少一些画面。</translation>
    </message>
    <message>
        <source>The download of {pinned} is not what it should be: {what}.</source>
        <translation>下载的 {pinned} 与预期不符：{what}。</translation>
    </message>
    <message>
        <source>The file is playable up to its last second.</source>
        <translation>文件可以播放到最后一秒。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read: {reason}.</source>
        <translation>无法读取文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The folder {name} has the name of a built-in garment.</source>
        <translation>文件夹 {name} 与内置服装重名。</translation>
    </message>
    <message>
        <source>The folder {name} is not named like a garment.</source>
        <translation>文件夹 {name} 的名称不符合服装命名规则。</translation>
    </message>
    <message>
        <source>The garment cannot be saved in {folder}: {strerror}.</source>
        <translation>无法将服装保存到 {folder}：{strerror}。</translation>
    </message>
    <message>
        <source>The garment category {category} is not known.</source>
        <translation>未知的服装类别 {category}。</translation>
    </message>
    <message>
        <source>The garment in {name} fills the whole photo: its outline cannot be seen.</source>
        <translation>{name} 中的服装占满了整张照片：看不到轮廓。</translation>
    </message>
    <message>
        <source>The garment is cut off at the photo&apos;s {sides}.</source>
        <translation>服装在照片边缘被截断（{sides}）。</translation>
    </message>
    <message>
        <source>The garment {where} cannot be used: {why}.</source>
        <translation>无法使用服装 {where}：{why}。</translation>
    </message>
    <message>
        <source>The garments cannot be packed: {why}.</source>
        <translation>无法打包服装：{why}。</translation>
    </message>
    <message>
        <source>The graph refused its inputs: {error}.</source>
        <translation>计算图拒绝了输入：{error}。</translation>
    </message>
    <message>
        <source>The hand network has another shape.</source>
        <translation>手部模型的结构不符。</translation>
    </message>
    <message>
        <source>The list of the program&apos;s networks is damaged.</source>
        <translation>程序的模型清单已损坏。</translation>
    </message>
    <message>
        <source>The list of the program&apos;s networks is missing.</source>
        <translation>缺少程序的模型清单。</translation>
    </message>
    <message>
        <source>The microphone has fallen silent; the recording goes on without sound.</source>
        <translation>麦克风没有声音了；录制会继续，但没有声音。</translation>
    </message>
    <message>
        <source>The mirror goes on; details are in the log.</source>
        <translation>镜子继续运行；详情见日志。</translation>
    </message>
    <message>
        <source>The mirror is stuck for a moment: the picture is not dressed meanwhile.</source>
        <translation>镜子暂时卡住了：这段时间的画面没有试穿效果。</translation>
    </message>
    <message>
        <source>The network {name} is damaged: its checksum is not the one it was made with.</source>
        <translation>模型 {name} 已损坏：校验和不符。</translation>
    </message>
    <message>
        <source>The network {name} is missing from the program.</source>
        <translation>程序中缺少模型 {name}。</translation>
    </message>
    <message>
        <source>The outline is uncertain: check the edge of the garment.</source>
        <translation>轮廓不确定：请检查服装的边缘。</translation>
    </message>
    <message>
        <source>The pack {pack} was not imported: {why}.</source>
        <translation>未导入服装包 {pack}：{why}。</translation>
    </message>
    <message>
        <source>The photo is small: the garment will look soft.</source>
        <translation>照片较小：服装会显得模糊。</translation>
    </message>
    <message>
        <source>The picture is animated: only its first frame is used.</source>
        <translation>这是动图：只使用第一帧。</translation>
    </message>
    <message>
        <source>The picture of {name} stands still.</source>
        <translation>{name} 的画面静止不动。</translation>
    </message>
    <message>
        <source>The picture was scaled down from {original}x{original_2} pixels.</source>
        <translation>图片已从 {original}x{original_2} 像素缩小。</translation>
    </message>
    <message>
        <source>The picture {name} cannot be decoded: it is not a JPEG, PNG or WebP picture{data}.</source>
        <translation>无法解码图片 {name}：它不是 JPEG、PNG 或 WebP 图片{data}。</translation>
    </message>
    <message>
        <source>The picture {name} cannot be decoded: {error}.</source>
        <translation>无法解码图片 {name}：{error}。</translation>
    </message>
    <message>
        <source>The picture {name} cannot be decoded: {why}.</source>
        <translation>无法解码图片 {name}：{why}。</translation>
    </message>
    <message>
        <source>The picture {name} cannot be read: {strerror}.</source>
        <translation>无法读取图片 {name}：{strerror}。</translation>
    </message>
    <message>
        <source>The picture {name} is a JPEG of {scans} scans (the limit is {max_jpeg_scans}).</source>
        <translation>图片 {name} 是含 {scans} 次扫描的 JPEG（上限为 {max_jpeg_scans}）。</translation>
    </message>
    <message>
        <source>The picture {name} is a progressive JPEG that takes {needed} MB to decode (the limit is {max_decoding_bytes} MB).</source>
        <translation>图片 {name} 是渐进式 JPEG，解码需要 {needed} MB（上限为 {max_decoding_bytes} MB）。</translation>
    </message>
    <message>
        <source>The picture {name} is empty (0 bytes).</source>
        <translation>图片 {name} 是空文件（0 字节）。</translation>
    </message>
    <message>
        <source>The picture {name} is larger than {max_file_bytes} MB.</source>
        <translation>图片 {name} 大于 {max_file_bytes} MB。</translation>
    </message>
    <message>
        <source>The picture {name} is too large: {how_large} (the limit is {max_pixels} megapixels, {max_side_px} a side).</source>
        <translation>图片 {name} 太大：{how_large}（上限为 {max_pixels} 百万像素，每边 {max_side_px}）。</translation>
    </message>
    <message>
        <source>The picture {name} is too large: {width}x{height} pixels (the limit for WebP is {max_webp_pixels} megapixels).</source>
        <translation>图片 {name} 太大：{width}x{height} 像素（WebP 的上限为 {max_webp_pixels} 百万像素）。</translation>
    </message>
    <message>
        <source>The picture {name} takes more memory to decode than is allowed.</source>
        <translation>解码图片 {name} 所需的内存超过允许值。</translation>
    </message>
    <message>
        <source>The pictures of the video are too large: {width}x{height} pixels.</source>
        <translation>视频画面太大：{width}x{height} 像素。</translation>
    </message>
    <message>
        <source>The pose tracker failed and is tried again soon</source>
        <translation>姿态跟踪出错，很快会重试</translation>
    </message>
    <message>
        <source>The pose tracker&apos;s file {path} cannot be read.</source>
        <translation>无法读取姿态跟踪文件 {path}。</translation>
    </message>
    <message>
        <source>The pose tracker&apos;s networks cannot be fetched: no working pip was found.</source>
        <translation>无法获取姿态跟踪模型：未找到可用的 pip。</translation>
    </message>
    <message>
        <source>The pose tracker&apos;s networks cannot be fetched: {reason}.</source>
        <translation>无法获取姿态跟踪模型：{reason}。</translation>
    </message>
    <message>
        <source>The pose tracker&apos;s networks cannot be kept in {folder}: {strerror}.</source>
        <translation>无法将姿态跟踪模型保存到 {folder}：{strerror}。</translation>
    </message>
    <message>
        <source>The pose tracker&apos;s networks do not fit on the disk of {folder}.</source>
        <translation>{folder} 所在磁盘放不下姿态跟踪模型。</translation>
    </message>
    <message>
        <source>The program may use {allowed} GB of memory here, but needs {least_bytes} GB.</source>
        <translation>这里只允许程序使用 {allowed} GB 内存，但它需要 {least_bytes} GB。</translation>
    </message>
    <message>
        <source>The program&apos;s list of networks does not name {name}.</source>
        <translation>程序的模型清单中没有 {name}。</translation>
    </message>
    <message>
        <source>The program&apos;s resources folder is missing.</source>
        <translation>缺少程序的资源文件夹。</translation>
    </message>
    <message>
        <source>The recording could not be finished in time: the disk is too slow.</source>
        <translation>录制未能及时完成：磁盘太慢。</translation>
    </message>
    <message>
        <source>The recording stopped by a fault: {error}.</source>
        <translation>录制因故障停止：{error}。</translation>
    </message>
    <message>
        <source>The recording was ended and saved: only {megabytes} MB are left in {folder}.</source>
        <translation>录制已结束并保存：{folder} 只剩 {megabytes} MB。</translation>
    </message>
    <message>
        <source>The recording was finished because the picture&apos;s size changed.</source>
        <translation>画面尺寸改变，录制已结束。</translation>
    </message>
    <message>
        <source>The setting {key} cannot be {value}; {default} is used.</source>
        <translation>设置 {key} 不能是 {value}；已使用 {default}。</translation>
    </message>
    <message>
        <source>The settings cannot be kept in {path}: {strerror}.</source>
        <translation>无法将设置保存到 {path}：{strerror}。</translation>
    </message>
    <message>
        <source>The settings could not be read; {which} are used.</source>
        <translation>无法读取设置；已使用{which}。</translation>
    </message>
    <message>
        <source>The settings were written by a newer version; what is new there is left alone.</source>
        <translation>设置由较新的版本写入；其中新增的内容保持原样。</translation>
    </message>
    <message>
        <source>The source failed: {error}.</source>
        <translation>画面来源出错：{error}。</translation>
    </message>
    <message>
        <source>The source is closed.</source>
        <translation>画面来源已关闭。</translation>
    </message>
    <message>
        <source>The source stopped delivering pictures.</source>
        <translation>画面来源不再提供画面。</translation>
    </message>
    <message>
        <source>The source was closed.</source>
        <translation>画面来源已关闭。</translation>
    </message>
    <message>
        <source>The test pattern cannot be had as {mode}.</source>
        <translation>测试画面不支持 {mode}。</translation>
    </message>
    <message>
        <source>The video {name} cannot be read any further: {error}.</source>
        <translation>无法继续读取视频 {name}：{error}。</translation>
    </message>
    <message>
        <source>The video {name} cannot be read: {error}.</source>
        <translation>无法读取视频 {name}：{error}。</translation>
    </message>
    <message>
        <source>The video {name} claims more pictures than it has room for: it is damaged.</source>
        <translation>视频 {name} 声称的画面多于它所能容纳的：文件已损坏。</translation>
    </message>
    <message>
        <source>The video {name} is empty (0 bytes).</source>
        <translation>视频 {name} 是空文件（0 字节）。</translation>
    </message>
    <message>
        <source>The virtual camera is gone.</source>
        <translation>虚拟摄像头已消失。</translation>
    </message>
    <message>
        <source>The virtual camera needs pyvirtualcam, which is not installed.</source>
        <translation>虚拟摄像头需要 pyvirtualcam，但尚未安装。</translation>
    </message>
    <message>
        <source>The virtual camera stopped unexpectedly.</source>
        <translation>虚拟摄像头意外停止。</translation>
    </message>
    <message>
        <source>The {name} cannot be started: {error}.</source>
        <translation>无法启动 {name}：{error}。</translation>
    </message>
    <message>
        <source>The {name} failed on a picture: {error}.</source>
        <translation>{name} 处理画面时出错：{error}。</translation>
    </message>
    <message>
        <source>The {topic} stopped unexpectedly.</source>
        <translation>{topic} 意外停止。</translation>
    </message>
    <message>
        <source>There are no pictures in {folder}.</source>
        <translation>{folder} 中没有图片。</translation>
    </message>
    <message>
        <source>There are no pictures in {name}: it is damaged or incomplete, or holds sound only.</source>
        <translation>{name} 中没有画面：文件已损坏或不完整，或只有声音。</translation>
    </message>
    <message>
        <source>There is no built-in garment {identifier}.</source>
        <translation>没有内置服装 {identifier}。</translation>
    </message>
    <message>
        <source>There is no camera {name}: none is plugged in.</source>
        <translation>没有摄像头 {name}：未插入任何摄像头。</translation>
    </message>
    <message>
        <source>There is no category {category}.</source>
        <translation>没有类别 {category}。</translation>
    </message>
    <message>
        <source>There is no display to open a window on.</source>
        <translation>没有可以打开窗口的显示器。</translation>
    </message>
    <message>
        <source>There is no garment in {folder}: it has no {description_name}.</source>
        <translation>{folder} 中没有服装：缺少 {description_name}。</translation>
    </message>
    <message>
        <source>There is no garment {identifier} in the library.</source>
        <translation>服装库中没有 {identifier}。</translation>
    </message>
    <message>
        <source>There is no picture at {path}.</source>
        <translation>{path} 处没有图片。</translation>
    </message>
    <message>
        <source>There is no picture to save yet.</source>
        <translation>还没有可保存的画面。</translation>
    </message>
    <message>
        <source>There is nothing to delete.</source>
        <translation>没有可删除的内容。</translation>
    </message>
    <message>
        <source>Wait for its end; nothing was deleted.</source>
        <translation>请等它结束；未删除任何内容。</translation>
    </message>
    <message>
        <source>What was taken before could not be deleted from {run}.</source>
        <translation>无法从 {run} 删除之前拍摄的内容。</translation>
    </message>
    <message>
        <source>{names} are no pictures: a garment&apos;s photo is a JPEG, PNG or WebP file.</source>
        <translation>{names} 不是图片：服装照片应为 JPEG、PNG 或 WebP 文件。</translation>
    </message>
    <message>
        <source>{names} is no picture: a garment&apos;s photo is a JPEG, PNG or WebP file.</source>
        <translation>{names} 不是图片：服装照片应为 JPEG、PNG 或 WebP 文件。</translation>
    </message>
    <message>
        <source>{name} cannot be brought back: {error}.</source>
        <translation>无法恢复 {name}：{error}。</translation>
    </message>
    <message>
        <source>{name} cannot be deleted: {error}.</source>
        <translation>无法删除 {name}：{error}。</translation>
    </message>
    <message>
        <source>Finish the recording first.</source>
        <translation>请先结束录像。</translation>
    </message>
    <message>
        <source>Install it: `apt install {known}` or `dnf install {known_2}`.</source>
        <translation>请安装：`apt install {known}` 或 `dnf install {known_2}`。</translation>
    </message>
    <message>
        <source>Name another with -o, or delete it.</source>
        <translation>请用 -o 另取名称，或将其删除。</translation>
    </message>
    <message>
        <source>No picture has come for nearly two seconds.</source>
        <translation>近两秒没有收到画面。</translation>
    </message>
    <message>
        <source>Pictures come, but they are damaged.</source>
        <translation>收到了画面，但已损坏。</translation>
    </message>
    <message>
        <source>Pictures that a kiosk left behind could not be deleted from {root}.</source>
        <translation>无法从 {root} 删除自助模式留下的图片。</translation>
    </message>
    <message>
        <source>Rename the file it names.</source>
        <translation>请重命名它所指的文件。</translation>
    </message>
    <message>
        <source>Rename one of them.</source>
        <translation>请给其中一个改名。</translation>
    </message>
    <message>
        <source>All else was.</source>
        <translation>其余内容均已删除。</translation>
    </message>
    <message>
        <source>Delete it yourself; it is in {folder}.</source>
        <translation>请自行删除；它位于 {folder}。</translation>
    </message>
    <message>
        <source>Delete what is left by hand, or as its owner.</source>
        <translation>请手动删除剩余内容，或以其所有者的身份删除。</translation>
    </message>
    <message>
        <source>Switch on more light, or ask for smaller pictures.</source>
        <translation>多开些灯，或改用较小的画面。</translation>
    </message>
    <message>
        <source>The camera or stream does not answer.</source>
        <translation>摄像头或视频流没有回应。</translation>
    </message>
    <message>
        <source>The file is left as it is.</source>
        <translation>该文件保持原样。</translation>
    </message>
    <message>
        <source>The pictures of the video are encoded in a way that is not known here.</source>
        <translation>这段视频的画面采用了此处无法识别的编码方式。</translation>
    </message>
    <message>
        <source>The pose tracker failed and was started afresh.</source>
        <translation>姿态跟踪出错，已重新启动。</translation>
    </message>
    <message>
        <source>The setting {key} cannot be kept: it is no text.</source>
        <translation>设置 {key} 无法保存：它不是文本。</translation>
    </message>
    <message>
        <source>The setting {key} cannot be {text}.</source>
        <translation>设置 {key} 不能是 {text}。</translation>
    </message>
    <message>
        <source>The window needs the system library {name}, which is missing or damaged.</source>
        <translation>窗口需要系统库 {name}，但它缺失或已损坏。</translation>
    </message>
    <message>
        <source>The {name} needs the system library {library}, which is missing.</source>
        <translation>{name} 需要系统库 {library}，但未找到。</translation>
    </message>
    <message>
        <source>The {name} stopped unexpectedly and was started afresh.</source>
        <translation>{name} 意外停止，已重新启动。</translation>
    </message>
    <message>
        <source>There is no camera, file or folder called {name}.</source>
        <translation>没有名为 {name} 的摄像头、文件或文件夹。</translation>
    </message>
    <message>
        <source>There is no provider called {requested}.</source>
        <translation>没有名为 {requested} 的计算方式。</translation>
    </message>
    <message>
        <source>There is no room left to write {name} in {parent}.</source>
        <translation>{parent} 中没有空间写入 {name}。</translation>
    </message>
    <message>
        <source>There is no setting {key}.</source>
        <translation>没有设置 {key}。</translation>
    </message>
    <message>
        <source>There is no single camera {name}.</source>
        <translation>没有唯一对应 {name} 的摄像头。</translation>
    </message>
    <message>
        <source>There is no video at {path}.</source>
        <translation>{path} 处没有视频。</translation>
    </message>
    <message>
        <source>There is no wheel at {wheel}.</source>
        <translation>{wheel} 处没有 wheel 文件。</translation>
    </message>
    <message>
        <source>There is nobody called {person_id} in the demo.</source>
        <translation>演示中没有名为 {person_id} 的人。</translation>
    </message>
    <message>
        <source>There is too little room to record: only {megabytes} MB are left in {folder}.</source>
        <translation>空间不足，无法录像：{folder} 只剩 {megabytes} MB。</translation>
    </message>
    <message>
        <source>They hold until the program ends.</source>
        <translation>这些设置在程序退出前有效。</translation>
    </message>
    <message>
        <source>This computer cannot use CUDA, so the CPU does its work.</source>
        <translation>这台电脑无法使用 CUDA，改由 CPU 计算。</translation>
    </message>
    <message>
        <source>This is only the address of a picture, and pictures are not fetched from the network: save the picture first, then drop the file here.</source>
        <translation>这只是图片的网址，程序不会从网络获取图片：请先保存图片，再把文件拖到这里。</translation>
    </message>
    <message>
        <source>This picture cannot be read: save it first, then drop the file here.</source>
        <translation>无法读取这张图片：请先保存，再把文件拖到这里。</translation>
    </message>
    <message>
        <source>This user may not use {name}.</source>
        <translation>该用户无权使用 {name}。</translation>
    </message>
    <message>
        <source>Try again, or plug it in anew.</source>
        <translation>请重试，或重新插上。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Try again; if it stays so, run `tryon-ar models fetch`.</source>
        <translation>请重试；如果仍然如此，请运行 `tryon-ar models fetch`。</translation>
    </message>
    <message>
        <source>Trying again every second.</source>
        <translation>每秒自动重试一次。</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again, or restart the sending program.</source>
        <translation>请拔下后重新插上，或重启发送画面的程序。</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again.</source>
        <translation>请拔下后重新插上。</translation>
    </message>
    <message>
        <source>Unset the variable QT_QPA_PLATFORM.</source>
        <translation>请取消设置变量 QT_QPA_PLATFORM。</translation>
    </message>
    <message>
        <source>Use 96 to 4096 pixels a side and a rate of up to 1000.</source>
        <translation>请使用每边 96 到 4096 像素、最高 1000 的帧率。</translation>
    </message>
    <message>
        <source>Use `tryon-ar render` without one.</source>
        <translation>没有显示器时请使用 `tryon-ar render`。</translation>
    </message>
    <message>
        <source>Use a file, a folder, an address (http, rtsp), camera:0, camera:NAME, demo or synthetic.</source>
        <translation>请使用文件、文件夹、地址（http、rtsp）、camera:0、camera:NAME、demo 或 synthetic。</translation>
    </message>
    <message>
        <source>Use a photo of at least {least_side_px} pixels a side; 500 or more look well.</source>
        <translation>请使用每边至少 {least_side_px} 像素的照片；500 像素以上效果更好。</translation>
    </message>
    <message>
        <source>Use a photo of one garment, laid flat or on a hanger, seen from the front.</source>
        <translation>请使用单件服装平铺或挂在衣架上的正面照片。</translation>
    </message>
    <message>
        <source>Use a photo of the garment alone: laid flat, on a hanger or on an invisible dummy.</source>
        <translation>请使用只有服装的照片：平铺、挂在衣架上或穿在隐形模特上。</translation>
    </message>
    <message>
        <source>Use a photo that shows the whole garment with some background around it.</source>
        <translation>请使用能看到整件服装且四周留有背景的照片。</translation>
    </message>
    <message>
        <source>Use a whole JPEG, PNG or WebP file.</source>
        <translation>请使用完整的 JPEG、PNG 或 WebP 文件。</translation>
    </message>
    <message>
        <source>Use a whole MP4, MKV, MOV, AVI or WebM file.</source>
        <translation>请使用完整的 MP4、MKV、MOV、AVI 或 WebM 文件。</translation>
    </message>
    <message>
        <source>Use another cable or socket, without a hub.</source>
        <translation>换一根线或一个接口，不要经过集线器。</translation>
    </message>
    <message>
        <source>Use another photo of it.</source>
        <translation>请换一张照片。</translation>
    </message>
    <message>
        <source>Use one of: {categories}.</source>
        <translation>可选：{categories}。</translation>
    </message>
    <message>
        <source>Use whole JPEG, PNG or WebP files.</source>
        <translation>请使用完整的 JPEG、PNG 或 WebP 文件。</translation>
    </message>
    <message>
        <source>Use {least_side_px} to 8192 pixels a side and a rate of up to 1000.</source>
        <translation>请使用每边 {least_side_px} 到 8192 像素、最高 1000 的帧率。</translation>
    </message>
    <message>
        <source>Wait a little; unplug it and plug it in again if that does not help.</source>
        <translation>请稍候；如果没有用，就把它拔下再插上。</translation>
    </message>
    <message>
        <source>Wait for the mirror.</source>
        <translation>请等镜子准备好。</translation>
    </message>
    <message>
        <source>What {name} shows could not be told from its background.</source>
        <translation>无法将 {name} 中的物品与背景区分开。</translation>
    </message>
    <message>
        <source>What {name} shows has not the shape of a garment.</source>
        <translation>{name} 中的物品不是服装的形状。</translation>
    </message>
    <message>
        <source>Write it as look.theme=light.</source>
        <translation>请写成 look.theme=light 的形式。</translation>
    </message>
    <message>
        <source>Write synthetic:640x480@30.</source>
        <translation>请写成 synthetic:640x480@30。</translation>
    </message>
    <message>
        <source>You may not write to the virtual camera.</source>
        <translation>您无权向虚拟摄像头写入画面。</translation>
    </message>
    <message>
        <source>a T-shirt</source>
        <translation>T 恤</translation>
    </message>
    <message>
        <source>a blazer</source>
        <translation>西装外套</translation>
    </message>
    <message>
        <source>a dress</source>
        <translation>连衣裙</translation>
    </message>
    <message>
        <source>a hoodie</source>
        <translation>连帽衫</translation>
    </message>
    <message>
        <source>a long sleeve</source>
        <translation>长袖衫</translation>
    </message>
    <message>
        <source>a polo</source>
        <translation>Polo 衫</translation>
    </message>
    <message>
        <source>a shirt</source>
        <translation>衬衫</translation>
    </message>
    <message>
        <source>a skirt</source>
        <translation>半身裙</translation>
    </message>
    <message>
        <source>a top</source>
        <translation>背心</translation>
    </message>
    <message>
        <source>full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>it holds no picture that can be saved</source>
        <translation>其中没有可以保存的画面</translation>
    </message>
    <message>
        <source>it is damaged all over</source>
        <translation>它已全部损坏</translation>
    </message>
    <message>
        <source>it is neither an MP4 nor an MKV file</source>
        <translation>它既不是 MP4 也不是 MKV 文件</translation>
    </message>
    <message>
        <source>it is not a video, or it is damaged or incomplete</source>
        <translation>它不是视频，或已损坏、不完整</translation>
    </message>
    <message>
        <source>nothing came for too long</source>
        <translation>太久没有收到数据</translation>
    </message>
    <message>
        <source>outerwear</source>
        <translation>外套</translation>
    </message>
    <message>
        <source>rarer looks at the person</source>
        <translation>较少观察人物</translation>
    </message>
    <message>
        <source>rarer looks, coarser warp</source>
        <translation>较少观察，较粗变形</translation>
    </message>
    <message>
        <source>rarest looks, coarsest warp</source>
        <translation>最少观察，最粗变形</translation>
    </message>
    <message>
        <source>shorts</source>
        <translation>短裤</translation>
    </message>
    <message>
        <source>the file ends too early, as after a download that broke off</source>
        <translation>文件提前结束，可能是下载中断</translation>
    </message>
    <message>
        <source>the ones before</source>
        <translation>之前的设置</translation>
    </message>
    <message>
        <source>the sender ended it, or it is no video</source>
        <translation>发送方已结束，或它不是视频</translation>
    </message>
    <message>
        <source>the usual ones</source>
        <translation>默认设置</translation>
    </message>
    <message>
        <source>trousers</source>
        <translation>长裤</translation>
    </message>
    <message>
        <source>what came is not a video</source>
        <translation>收到的内容不是视频</translation>
    </message>
    <message>
        <source>what it holds cannot be read</source>
        <translation>无法读取其内容</translation>
    </message>
    <message>
        <source>{failed} failed while blending, {provider} took over.</source>
        <translation>{failed} 在融合时出错，已由 {provider} 接替。</translation>
    </message>
    <message>
        <source>{identifier} came with the program and cannot be changed or removed.</source>
        <translation>{identifier} 是程序自带的，不能更改或移除。</translation>
    </message>
    <message>
        <source>{left} could not be deleted.</source>
        <translation>无法删除 {left}。</translation>
    </message>
    <message>
        <source>{left} files or folders could not be deleted, such as {left_2}.</source>
        <translation>有 {left} 个文件或文件夹无法删除，例如 {left_2}。</translation>
    </message>
    <message>
        <source>{missed} cannot be used by ONNX Runtime on this computer.</source>
        <translation>ONNX Runtime 在这台电脑上无法使用 {missed}。</translation>
    </message>
    <message>
        <source>{missed} cannot be used here.</source>
        <translation>这里无法使用 {missed}。</translation>
    </message>
    <message>
        <source>{name} cannot be opened: another program may be using it.</source>
        <translation>无法打开 {name}：可能有其他程序正在使用。</translation>
    </message>
    <message>
        <source>{name} cannot be opened: {reason}.</source>
        <translation>无法打开 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} cannot be played: {error}.</source>
        <translation>无法播放 {name}：{error}。</translation>
    </message>
    <message>
        <source>{name} cannot be repaired as {name_2}: names end in .mp4 or .mkv, alike.</source>
        <translation>无法将 {name} 修复为 {name_2}：两个名称须同以 .mp4 或 .mkv 结尾。</translation>
    </message>
    <message>
        <source>{name} cannot be repaired: {reason}.</source>
        <translation>无法修复 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} cannot be written as a picture: it must end in .png, .jpg or .webp.</source>
        <translation>无法将 {name} 写为图片：文件名必须以 .png、.jpg 或 .webp 结尾。</translation>
    </message>
    <message>
        <source>{name} cannot be written: {suffix} does not hold {size} pixels.</source>
        <translation>无法写入 {name}：{suffix} 容纳不了 {size} 像素。</translation>
    </message>
    <message>
        <source>{name} failed: {error}.</source>
        <translation>{name} 出错：{error}。</translation>
    </message>
    <message>
        <source>{name} has ended.</source>
        <translation>{name} 已播放完毕。</translation>
    </message>
    <message>
        <source>{name} has not answered yet.</source>
        <translation>{name}还没有回应。</translation>
    </message>
    <message>
        <source>{name} has reached the largest size that {parent} allows.</source>
        <translation>{name} 已达到 {parent} 允许的最大大小。</translation>
    </message>
    <message>
        <source>{name} is a folder: drop the pictures in it.</source>
        <translation>{name} 是文件夹：请拖放其中的图片。</translation>
    </message>
    <message>
        <source>{name} is being recorded.</source>
        <translation>正在录制 {name}。</translation>
    </message>
    <message>
        <source>{name} is being used by another program.</source>
        <translation>{name} 正被其他程序使用。</translation>
    </message>
    <message>
        <source>{name} is being used by {holder}.</source>
        <translation>{name} 正被{holder}使用。</translation>
    </message>
    <message>
        <source>{name} is closed already.</source>
        <translation>{name} 已经关闭。</translation>
    </message>
    <message>
        <source>{name} is not there.</source>
        <translation>找不到 {name}。</translation>
    </message>
    <message>
        <source>{name} sends a black picture.</source>
        <translation>{name} 传来的画面是黑的。</translation>
    </message>
    <message>
        <source>{name} sends no pictures any more.</source>
        <translation>{name}不再送来画面。</translation>
    </message>
    <message>
        <source>{name} sends no pictures.</source>
        <translation>{name} 没有发送画面。</translation>
    </message>
    <message>
        <source>{name} sends only a few pictures a second.</source>
        <translation>{name}每秒只送来几张画面。</translation>
    </message>
    <message>
        <source>{name} stopped sending.</source>
        <translation>{name} 已停止发送画面。</translation>
    </message>
    <message>
        <source>{name} was deleted or moved while it was being recorded.</source>
        <translation>{name} 在录制时被删除或移动。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{shown} failed while running, {provider} took over.</source>
        <translation>{shown} 在运行时出错，已由 {provider} 接替。</translation>
    </message>
    <message>
        <source>{shown} has failed before and is not used again.</source>
        <translation>{shown} 之前出过错，不再使用。</translation>
    </message>
    <message>
        <source>{shown} is too small: {width}x{height} pixels.</source>
        <translation>{shown} 太小：{width}x{height} 像素。</translation>
    </message>
    <message>
        <source>{shown} shows a person wearing the garment.</source>
        <translation>{shown} 中是穿着服装的人。</translation>
    </message>
    <message>
        <source>{target} is there already.</source>
        <translation>{target} 已存在。</translation>
    </message>
    <message>
        <source>{word} sets nothing.</source>
        <translation>{word} 没有设置任何内容。</translation>
    </message>
</context>
<context>
    <name>problems</name>
    <message>
        <source>The camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>This camera is not there</source>
        <translation>找不到这个摄像头</translation>
    </message>
    <message>
        <source>{camera} is not plugged in any more, or is called otherwise.</source>
        <translation>{camera} 已不再连接，或名称已改变。</translation>
    </message>
    <message>
        <source>It was unplugged, switched off, or has moved to another socket.</source>
        <translation>它被拔下、关闭，或换到了其他接口。</translation>
    </message>
    <message>
        <source>Plug it in; the mirror takes it up by itself.</source>
        <translation>请插上它；镜子会自动启用。</translation>
    </message>
    <message>
        <source>Or choose another camera.</source>
        <translation>或选择其他摄像头。</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>未找到摄像头</translation>
    </message>
    <message>
        <source>This computer does not see any camera.</source>
        <translation>这台电脑没有检测到摄像头。</translation>
    </message>
    <message>
        <source>None is plugged in, or a switch or key on the computer has turned it off.</source>
        <translation>没有插入摄像头，或它被电脑上的开关或按键关闭了。</translation>
    </message>
    <message>
        <source>Plug a camera in; the mirror takes it up by itself.</source>
        <translation>请插入摄像头；镜子会自动启用。</translation>
    </message>
    <message>
        <source>On a laptop, look for a camera key or a slider at the lens or the side.</source>
        <translation>如果是笔记本电脑，请查看有没有摄像头按键，或镜头旁、机身侧面的滑盖。</translation>
    </message>
    <message>
        <source>A phone can be a camera too: choose “Stream address…” in the camera menu.</source>
        <translation>手机也可以当摄像头：请在摄像头菜单中选择“视频流地址…”。</translation>
    </message>
    <message>
        <source>The camera is not allowed</source>
        <translation>未获准使用摄像头</translation>
    </message>
    <message>
        <source>The system does not let this program use {camera}.</source>
        <translation>系统不允许本程序使用 {camera}。</translation>
    </message>
    <message>
        <source>Permission was never given, or was taken back.</source>
        <translation>从未授予权限，或权限已被收回。</translation>
    </message>
    <message>
        <source>Then press “Try again”.</source>
        <translation>然后按“重试”。</translation>
    </message>
    <message>
        <source>Open System Settings → Privacy &amp; Security → Camera and allow tryon-ar.</source>
        <translation>请打开“系统设置”→“隐私与安全性”→“摄像头”，允许 tryon-ar。</translation>
    </message>
    <message>
        <source>See that nothing covers the lens.</source>
        <translation>请看看镜头有没有被遮住。</translation>
    </message>
    <message>
        <source>Press “Try again”.</source>
        <translation>请按“重试”。</translation>
    </message>
    <message>
        <source>If that does not help, ask whoever looks after this mirror.</source>
        <translation>如果没有用，请找负责这面镜子的人。</translation>
    </message>
    <message>
        <source>Plug it in.</source>
        <translation>请插上它。</translation>
    </message>
    <message>
        <source>Plug a camera in.</source>
        <translation>请插入摄像头。</translation>
    </message>
    <message>
        <source>Open Settings → Privacy &amp; security → Camera and let desktop apps use it.</source>
        <translation>请打开“设置”→“隐私和安全性”→“相机”，允许桌面应用使用。</translation>
    </message>
    <message>
        <source>Type this in a terminal: sudo usermod -aG video $USER</source>
        <translation>请在终端中输入：sudo usermod -aG video $USER</translation>
    </message>
    <message>
        <source>Log out and in again.</source>
        <translation>请注销后重新登录。</translation>
    </message>
    <message>
        <source>The camera is in use</source>
        <translation>摄像头正在使用中</translation>
    </message>
    <message>
        <source>Another tryon-ar window</source>
        <translation>另一个 tryon-ar 窗口</translation>
    </message>
    <message>
        <source>{program} is using {camera}.</source>
        <translation>{program} 正在使用 {camera}。</translation>
    </message>
    <message>
        <source>A camera serves one program at a time.</source>
        <translation>一个摄像头同一时间只能供一个程序使用。</translation>
    </message>
    <message>
        <source>Leave the call or stop the camera in {program}, or close it.</source>
        <translation>请在 {program} 中退出通话或停用摄像头，或将其关闭。</translation>
    </message>
    <message>
        <source>The mirror takes the camera up as soon as it is free.</source>
        <translation>摄像头一空闲，镜子就会启用它。</translation>
    </message>
    <message>
        <source>Another program is using {camera}.</source>
        <translation>其他程序正在使用 {camera}。</translation>
    </message>
    <message>
        <source>Mostly it is a video call (Zoom, Teams, Meet), a browser tab, OBS or a camera app; now and then a second tryon-ar.</source>
        <translation>通常是视频通话（Zoom、Teams、Meet）、浏览器标签页、OBS 或相机应用；偶尔是另一个 tryon-ar。</translation>
    </message>
    <message>
        <source>Close calls and browser tabs that use the camera.</source>
        <translation>请关闭使用摄像头的通话和浏览器标签页。</translation>
    </message>
    <message>
        <source>The picture is gone</source>
        <translation>画面消失了</translation>
    </message>
    <message>
        <source>{camera} sends no pictures any more.</source>
        <translation>{camera} 不再传来画面。</translation>
    </message>
    <message>
        <source>The plug came loose, the connection broke, or the computer sent the camera to sleep.</source>
        <translation>插头松了、连接断开，或电脑让摄像头进入了休眠。</translation>
    </message>
    <message>
        <source>Check the plug or the connection.</source>
        <translation>请检查插头或连接。</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again, best without a hub.</source>
        <translation>请拔下后重新插上，最好不经过集线器。</translation>
    </message>
    <message>
        <source>The mirror tries again by itself every second.</source>
        <translation>镜子每秒会自动重试一次。</translation>
    </message>
    <message>
        <source>The camera does not answer</source>
        <translation>摄像头没有回应</translation>
    </message>
    <message>
        <source>{camera} was asked for pictures and has sent none yet.</source>
        <translation>已向{camera}请求画面，但它还没有送来。</translation>
    </message>
    <message>
        <source>Its driver hangs, it wakes up slowly, or another program is just letting go of it.</source>
        <translation>可能是驱动程序卡住了、它启动得慢，或者别的程序正在释放它。</translation>
    </message>
    <message>
        <source>Wait a little: the mirror goes on trying by itself.</source>
        <translation>请稍候：镜子会自动继续尝试。</translation>
    </message>
    <message>
        <source>If that does not help, restart the computer.</source>
        <translation>如果没有用，请重新启动电脑。</translation>
    </message>
    <message>
        <source>The pictures arrive damaged</source>
        <translation>收到的画面已损坏</translation>
    </message>
    <message>
        <source>{camera} sends pictures, but none of them can be read.</source>
        <translation>{camera}在发送画面，但没有一张能读取。</translation>
    </message>
    <message>
        <source>A bad cable, a crowded hub, too little power, or a weak network.</source>
        <translation>可能是线缆不好、集线器过载、供电不足或网络信号弱。</translation>
    </message>
    <message>
        <source>Use another cable or socket, best without a hub.</source>
        <translation>换一根线或一个接口，最好不要经过集线器。</translation>
    </message>
    <message>
        <source>Go nearer to the router with a camera that has no cable.</source>
        <translation>如果摄像头不用线，请离路由器近一些。</translation>
    </message>
    <message>
        <source>The picture stands still</source>
        <translation>画面静止不动</translation>
    </message>
    <message>
        <source>{camera} sends the same picture again and again.</source>
        <translation>{camera} 一直传来同一幅画面。</translation>
    </message>
    <message>
        <source>Its driver hangs, a privacy switch shows a still picture, or a virtual camera has nothing to show.</source>
        <translation>驱动程序卡住、隐私开关显示静止画面，或虚拟摄像头没有内容可显示。</translation>
    </message>
    <message>
        <source>Press “Try again”: the camera is opened anew.</source>
        <translation>请按“重试”：将重新打开摄像头。</translation>
    </message>
    <message>
        <source>Look for a privacy switch or key, and unplug it for a moment.</source>
        <translation>请查看隐私开关或按键，并将它拔下片刻。</translation>
    </message>
    <message>
        <source>The picture is black</source>
        <translation>画面是黑的</translation>
    </message>
    <message>
        <source>{camera} works, but nothing can be seen.</source>
        <translation>{camera} 工作正常，但什么也看不到。</translation>
    </message>
    <message>
        <source>The lens is covered, a privacy switch is on, or there is no light in the room.</source>
        <translation>镜头被遮住、隐私开关已打开，或房间里没有灯光。</translation>
    </message>
    <message>
        <source>Open the cover or slider at the lens.</source>
        <translation>请打开镜头盖或滑盖。</translation>
    </message>
    <message>
        <source>Press the camera key of the keyboard, if it has one.</source>
        <translation>如果键盘上有摄像头按键，请按一下。</translation>
    </message>
    <message>
        <source>Switch on a light.</source>
        <translation>请开灯。</translation>
    </message>
    <message>
        <source>The camera is slow</source>
        <translation>摄像头速度慢</translation>
    </message>
    <message>
        <source>{camera} sends only a few pictures a second.</source>
        <translation>{camera} 每秒只传来几幅画面。</translation>
    </message>
    <message>
        <source>In a dark room cameras expose longer; large pictures may be too much for the cable.</source>
        <translation>房间太暗时摄像头曝光更久；画面太大也可能超出线缆的能力。</translation>
    </message>
    <message>
        <source>Switch on more light, best from the front.</source>
        <translation>请多开些灯，最好来自正面。</translation>
    </message>
    <message>
        <source>Ask for smaller pictures.</source>
        <translation>请降低画面分辨率。</translation>
    </message>
    <message>
        <source>Plug it into the computer itself, not into a hub.</source>
        <translation>请直接插到电脑上，不要经过集线器。</translation>
    </message>
    <message>
        <source>The mirror cannot keep up</source>
        <translation>镜子跟不上了</translation>
    </message>
    <message>
        <source>This computer dresses only a few pictures a second.</source>
        <translation>这台电脑每秒只能处理几幅画面。</translation>
    </message>
    <message>
        <source>Other programs work hard, or the computer saves power.</source>
        <translation>其他程序占用较多资源，或电脑处于省电模式。</translation>
    </message>
    <message>
        <source>Draw faster: a little less fine, but livelier.</source>
        <translation>加快绘制：画质略低，但更流畅。</translation>
    </message>
    <message>
        <source>Close programs that you do not need.</source>
        <translation>请关闭不需要的程序。</translation>
    </message>
    <message>
        <source>Plug a laptop in.</source>
        <translation>笔记本电脑请接上电源。</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜子</translation>
    </message>
    <message>
        <source>Dressing</source>
        <translation>穿着</translation>
    </message>
    <message>
        <source>Pictures and recordings</source>
        <translation>拍照与录制</translation>
    </message>
    <message>
        <source>Hand control</source>
        <translation>手势控制</translation>
    </message>
    <message>
        <source>Garments</source>
        <translation>服装</translation>
    </message>
    <message>
        <source>Kiosk</source>
        <translation>展台</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Set for this run by the environment variable {name}.</source>
        <translation>本次运行由环境变量 {name} 设定。</translation>
    </message>
    <message>
        <source>Set for this run on the command line.</source>
        <translation>本次运行由命令行设定。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark or light.</source>
        <translation>深色或浅色。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Of the window; auto follows the system.</source>
        <translation>界面语言；“自动”跟随系统。</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Of all text and buttons, in percent.</source>
        <translation>所有文字和按钮的大小，以百分比表示。</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Where pictures come from; empty takes the first camera.</source>
        <translation>画面的来源；留空则使用第一个摄像头。</translation>
    </message>
    <message>
        <source>Mirror the view</source>
        <translation>镜像显示</translation>
    </message>
    <message>
        <source>As a real mirror does.</source>
        <translation>像真正的镜子一样。</translation>
    </message>
    <message>
        <source>Save mirrored</source>
        <translation>保存镜像画面</translation>
    </message>
    <message>
        <source>Pictures and videos as the view shows them.</source>
        <translation>按画面所见的样子保存照片和视频。</translation>
    </message>
    <message>
        <source>Camera width</source>
        <translation>摄像头画面宽度</translation>
    </message>
    <message>
        <source>In pixels; 0 leaves it to the program.</source>
        <translation>以像素为单位；0 表示由程序决定。</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>画质</translation>
    </message>
    <message>
        <source>Auto lowers it only where the picture would stutter otherwise.</source>
        <translation>“自动”仅在画面会卡顿时才降低画质。</translation>
    </message>
    <message>
        <source>Recover by itself</source>
        <translation>自动恢复</translation>
    </message>
    <message>
        <source>Takes up failed cameras again.</source>
        <translation>摄像头出故障后重新启用它。</translation>
    </message>
    <message>
        <source>Room light</source>
        <translation>室内光线</translation>
    </message>
    <message>
        <source>How much of it cloth takes.</source>
        <translation>布料受光线影响的程度。</translation>
    </message>
    <message>
        <source>Sway</source>
        <translation>摆动</translation>
    </message>
    <message>
        <source>Skirts and loose hems swing with motion.</source>
        <translation>裙子和宽松的下摆会随动作摆动。</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>倒计时</translation>
    </message>
    <message>
        <source>Seconds before a picture; 0 takes it at once.</source>
        <translation>拍照前等待的秒数；0 表示立即拍照。</translation>
    </message>
    <message>
        <source>Pictures at once</source>
        <translation>连拍张数</translation>
    </message>
    <message>
        <source>How many one press takes.</source>
        <translation>每次按下时拍摄的张数。</translation>
    </message>
    <message>
        <source>Time between them</source>
        <translation>连拍间隔</translation>
    </message>
    <message>
        <source>In milliseconds.</source>
        <translation>以毫秒为单位。</translation>
    </message>
    <message>
        <source>Kind of pictures</source>
        <translation>图片格式</translation>
    </message>
    <message>
        <source>PNG loses nothing; JPEG makes smaller files.</source>
        <translation>PNG 无损；JPEG 文件更小。</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG 质量</translation>
    </message>
    <message>
        <source>100 is the finest.</source>
        <translation>100 为最佳。</translation>
    </message>
    <message>
        <source>Shutter sound</source>
        <translation>快门声</translation>
    </message>
    <message>
        <source>Never played in a kiosk unless chosen there.</source>
        <translation>展台模式下不播放，除非在那里另行开启。</translation>
    </message>
    <message>
        <source>Record sound</source>
        <translation>录制声音</translation>
    </message>
    <message>
        <source>Takes the microphone along in recordings.</source>
        <translation>录制时同时录下麦克风的声音。</translation>
    </message>
    <message>
        <source>File kind</source>
        <translation>文件格式</translation>
    </message>
    <message>
        <source>MP4 plays everywhere. Both outlast a crash.</source>
        <translation>MP4 处处可播放；程序崩溃后两种格式都仍可播放。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>AV1 makes smaller files with more work.</source>
        <translation>AV1 文件更小，但运算量更大。</translation>
    </message>
    <message>
        <source>Keep the camera&apos;s own picture</source>
        <translation>保留摄像头原始画面</translation>
    </message>
    <message>
        <source>A second file beside each recording, so that it can be dressed anew later.</source>
        <translation>每次录制时另存一份原始视频，以便日后换装。</translation>
    </message>
    <message>
        <source>Faces in saved files</source>
        <translation>保存文件中的人脸</translation>
    </message>
    <message>
        <source>Blurred or cut off in pictures and recordings, for good; never in the mirror.</source>
        <translation>在照片和录像中永久模糊或裁掉；镜子里始终不变。</translation>
    </message>
    <message>
        <source>Raise a hand to choose.</source>
        <translation>举起手即可选择。</translation>
    </message>
    <message>
        <source>Dwell</source>
        <translation>停留时间</translation>
    </message>
    <message>
        <source>How long a hand rests on a target.</source>
        <translation>手需要在目标上停留多久。</translation>
    </message>
    <message>
        <source>Reset after</source>
        <translation>自动重置</translation>
    </message>
    <message>
        <source>Minutes without anybody before all is reset and its pictures wiped; 0 never.</source>
        <translation>无人多少分钟后重置并清除照片；0 表示从不。</translation>
    </message>
    <message>
        <source>Exit PIN</source>
        <translation>退出密码</translation>
    </message>
    <message>
        <source>4 to 12 digits asked for on leaving; empty asks nothing.</source>
        <translation>退出时需输入的 4 到 12 位数字；留空则不询问。</translation>
    </message>
    <message>
        <source>Attract loop</source>
        <translation>吸引循环</translation>
    </message>
    <message>
        <source>Shows garments by itself while nobody is there.</source>
        <translation>无人时自动轮流展示服装。</translation>
    </message>
    <message>
        <source>Shutter sound in the kiosk</source>
        <translation>展台快门声</translation>
    </message>
    <message>
        <source>Off unless the shop wants it.</source>
        <translation>默认关闭，店家需要时可开启。</translation>
    </message>
    <message>
        <source>Try on by pointing</source>
        <translation>指向即试穿</translation>
    </message>
    <message>
        <source>Resting the pointer on a garment shows it on you until you leave it.</source>
        <translation>指针停在一件服装上时显示试穿效果，移开即恢复。</translation>
    </message>
    <message>
        <source>Welcome seen</source>
        <translation>已看过欢迎页</translation>
    </message>
    <message>
        <source>Whether the first run&apos;s questions were answered.</source>
        <translation>是否已回答首次运行时的问题。</translation>
    </message>
</context>
<context>
    <name>shelf</name>
    <message>
        <source>No favourites here yet. Right-click a garment to mark it.</source>
        <translation>这里还没有收藏。右键点按服装即可收藏。</translation>
    </message>
    <message>
        <source>No garment is called that.</source>
        <translation>没有符合的服装。</translation>
    </message>
</context>
<context>
    <name>sources</name>
    <message>
        <source>Open video or picture</source>
        <translation>打开视频或图片</translation>
    </message>
    <message>
        <source>Videos and pictures (*.mp4 *.mkv *.mov *.avi *.webm *.jpg *.jpeg *.png *.webp)</source>
        <translation>视频和图片 (*.mp4 *.mkv *.mov *.avi *.webm *.jpg *.jpeg *.png *.webp)</translation>
    </message>
    <message>
        <source>Stream address</source>
        <translation>视频流地址</translation>
    </message>
    <message>
        <source>Address of a network camera, such as http://192.168.1.20:8080/video</source>
        <translation>网络摄像头的地址，例如 http://192.168.1.20:8080/video</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
</context>
<context>
    <name>stored</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Garments</source>
        <translation>服装</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Deleted just now</source>
        <translation>刚刚删除的</translation>
    </message>
    <message>
        <source>Kiosk</source>
        <translation>展台</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Crash reports</source>
        <translation>崩溃报告</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络模型</translation>
    </message>
    <message>
        <source>What you chose.</source>
        <translation>您的选择。</translation>
    </message>
    <message>
        <source>Clothes you added, with the photos they were cut from, and your looks.</source>
        <translation>您添加的服装、抠图所用的照片，以及您的搭配。</translation>
    </message>
    <message>
        <source>Photos you took. They show people.</source>
        <translation>您拍的照片。里面有人。</translation>
    </message>
    <message>
        <source>Recordings you made, with sound where you chose that. They show people.</source>
        <translation>您录制的视频，如您选择则带声音。里面有人。</translation>
    </message>
    <message>
        <source>Pictures and videos you deleted that can still be brought back.</source>
        <translation>您已删除但仍可恢复的照片和视频。</translation>
    </message>
    <message>
        <source>What people took at a kiosk and has not been wiped. It shows people.</source>
        <translation>人们在展台拍摄且尚未清除的内容。里面有人。</translation>
    </message>
    <message>
        <source>What the program did and when, for finding faults. No pictures.</source>
        <translation>程序在何时做了什么，用于查找故障。不含照片。</translation>
    </message>
    <message>
        <source>Where the program stopped when it stopped badly. No pictures.</source>
        <translation>程序异常停止时停在何处。不含照片。</translation>
    </message>
    <message>
        <source>What can be made again: networks made ready, product photos cut out.</source>
        <translation>可以重新生成的内容：准备好的网络模型、抠好的商品照片。</translation>
    </message>
    <message>
        <source>The tracker&apos;s networks as they were fetched. Nothing of yours.</source>
        <translation>下载的跟踪网络模型。没有您的任何内容。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{count} files, {size}, since {date}</source>
        <translation>{count} 个文件，{size}，自 {date}</translation>
    </message>
</context>
</TS>
